//! Tables of the user: one series figure by figure, or many series at once.

pub mod draft;
pub mod many_series;
