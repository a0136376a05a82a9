//! How far the loading of a module is.

/// What a module that is loaded after the page offers, as far as it is there.
#[derive(Debug, Clone, Copy)]
pub(crate) enum LoadState<T> {
    /// It is being loaded.
    Loading,
    /// It is there.
    Ready(T),
    /// It cannot be loaded.
    Missing,
}

/// A module is loaded once, so that what it offers does not change.
impl<T> PartialEq for LoadState<T> {
    fn eq(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

impl<T> LoadState<T> {
    /// What the module offers, where it is there.
    pub(crate) fn ready(self) -> Option<T> {
        match self {
            Self::Ready(module) => Some(module),
            Self::Loading | Self::Missing => None,
        }
    }

    /// Something of what the module offers.
    pub(crate) fn map<U>(self, of: impl FnOnce(T) -> U) -> LoadState<U> {
        match self {
            Self::Loading => LoadState::Loading,
            Self::Ready(module) => LoadState::Ready(of(module)),
            Self::Missing => LoadState::Missing,
        }
    }
}
