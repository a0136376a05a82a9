//! What is asked: the data, the target and the levers, as page and worker hand them on.

mod page_question;
mod data;
mod levels;

pub use data::{Data, Figures, OwnData};
pub use levels::Levels;
pub use page_question::{DisplayOptions, Precision, Question};
pub use tradecast::DataContext;
