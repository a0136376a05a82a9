//! The imported table as a property.

/// The import as a property: it is the same one for as long as the page lives.
#[derive(Clone)]
pub(crate) struct ImportProp(pub(crate) std::rc::Rc<crate::work::TableImport>);

impl PartialEq for ImportProp {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
