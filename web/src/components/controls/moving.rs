//! Whether a control is being moved.

/// Whether the user is in the middle of changing something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Moving {
    /// Nothing is moving.
    #[default]
    No,
    /// A slider is held: axes stand still and nothing is announced.
    Slider,
    /// A number is being typed: nothing is announced.
    Typing,
}
