//! Shapes: lines, areas, bars and stacks as paths.

pub(crate) mod bar;
pub(crate) mod path;
pub(crate) mod stack;
