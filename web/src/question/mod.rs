//! What is asked: the data, the target and the levers, as page and worker hand them on.

mod ask;
mod data;
mod levels;

pub use ask::{Ask, Precision, Shows};
pub use data::{Data, Figures, OwnData};
pub use levels::Levels;
pub use tradecast::DataContext;
