//! Plain values: structs that are printed, compared and sent as they are.

macro_rules! value {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty $(as $ts:literal)?,)* }) => {
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
        $(#[$doc])*
        pub struct $name {
            $($(#[$field_doc])* $(#[cfg_attr(feature = "typescript", ts(type = $ts))])? pub $field: $type,)*
        }
    };
}

pub(crate) use value;
