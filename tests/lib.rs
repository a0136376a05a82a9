//! Acceptance tests live in `main.rs`.
