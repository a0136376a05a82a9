//! The imported table as a property.

/// The desk as a property: it is the same one for as long as the page lives.
#[derive(Clone)]
pub(crate) struct Desk(pub(crate) std::rc::Rc<crate::work::Desk>);

impl PartialEq for Desk {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
