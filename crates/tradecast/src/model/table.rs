//! How the table of built-in models is written: one row holds all that is known of a model outside its own file.

/// Whether a built-in model answers without being asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    /// One of the combination, which answers where no model is named.
    Combined,
    /// One of the combination of yearly series only.
    CombinedOverYears,
    /// One of the combination of quarterly and monthly series only.
    CombinedWithinYears,
    /// Estimated on a panel: stands beside the combination where there are priors.
    Panel,
    /// Answers to its name only.
    ByName,
}

/// Declares the enum of built-in models from rows of
///
/// ```text
/// /// Documentation of the variant.
/// Variant { /// Documentation of its option.
///           option: Type = default, read |text| Option<Type>, write Option<String> }
///     = "name", Family, |data| fit(data.sample);
/// ```
///
/// where the option in braces may be left out. An option follows the name after a colon; `read` gives `None` for a text that is
/// none, and `write` for the default. A row with `#[cfg(...)]` before `|data|` is refused in builds without that feature.
macro_rules! models {
    (
        $(#[$about:meta])*
        pub enum $Id:ident {
            $(
                $(#[$doc:meta])*
                $name:ident $({
                    $(#[$option_doc:meta])*
                    $option:ident: $type:ty = $default:expr, read $read:expr, write $write:expr
                })? = $stem:literal, $family:ident, $(#[$cfg:meta])* |$data:ident| $fit:expr;
            )+
        }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq)]
        #[non_exhaustive]
        pub enum $Id {
            $($(#[$doc])* $name $({
                $(#[$option_doc])*
                $option: $type,
            })?,)+
        }

        impl $Id {
            /// Every model with its default options.
            ///
            /// ```
            /// use tradecast::ModelId;
            ///
            /// assert!(ModelId::ALL.iter().all(|id| id.to_string().parse() == Ok(*id)));
            /// ```
            pub const ALL: [Self; [$($stem),+].len()] = [$(Self::$name $({ $option: $default })?),+];

            /// The name without options.
            pub(crate) fn stem(self) -> &'static str {
                match self {
                    $(Self::$name { .. } => $stem,)+
                }
            }

            pub(crate) fn family(self) -> Family {
                match self {
                    $(Self::$name { .. } => Family::$family,)+
                }
            }

            /// The option as it is written after the name; `None` for the default and where a model has none.
            pub(crate) fn option(self) -> Option<String> {
                match self {
                    $($(Self::$name { $option } => $write,)?)+
                    _ => None,
                }
            }

            /// The same model with another option; `None` where a model has none or the text is none.
            pub(crate) fn with_option(self, text: &str) -> Option<Self> {
                match self {
                    $($(Self::$name { .. } => {
                        let read: fn(&str) -> Option<$type> = $read;
                        read(text).map(|$option| Self::$name { $option })
                    })?)+
                    _ => None,
                }
            }

            fn fit_to(self, data: FitData<'_>) -> Result<Box<dyn Fitted>> {
                match self {
                    $($(#[$cfg])* Self::$name $({ $option })? => {
                        let $data = data;
                        $fit
                    })+
                    #[cfg(not(feature = "models"))]
                    _ => {
                        let reason = crate::error::not_fitted::NotFittedReason::NotInBuild;
                        Err(crate::error::Error::NotFitted { model: self.stem(), reason })
                    }
                }
            }
        }
    };
}
pub(crate) use models;
