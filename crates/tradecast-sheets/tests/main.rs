//! Tests of the reader of workbooks, from the outside.

mod books;
mod hostile;
mod must_hold;
mod mutations;
mod workbooks;
