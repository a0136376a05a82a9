//! Answers as text, Markdown, HTML and SVG.

pub(crate) mod terminal;
pub(crate) mod model_table;
pub(crate) mod no_trade;
pub(crate) mod hindsight;
pub(crate) mod text_chart;
pub(crate) mod answer_page;
pub(crate) mod svg;
pub(crate) mod html_document;
