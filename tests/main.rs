//! Acceptance tests.
fn main() {}
