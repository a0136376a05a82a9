//! What has been fitted, so that the same data are not fitted twice.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use tradecast_ask::Forecaster;

/// The forecasters that were used last, the latest first.
#[derive(Debug)]
pub(crate) struct Fits {
    kept: Mutex<VecDeque<Arc<Forecaster>>>,
    most: usize,
}

impl Fits {
    pub(crate) fn new(most: usize) -> Self {
        Self { kept: Mutex::default(), most }
    }

    /// The forecaster that was told the same, or else this one.
    pub(crate) fn same(&self, forecaster: Forecaster) -> Arc<Forecaster> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.iter().position(|known| **known == forecaster).and_then(|at| kept.remove(at));
        let same = found.unwrap_or_else(|| Arc::new(forecaster));
        kept.push_front(Arc::clone(&same));
        kept.truncate(self.most);
        same
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tradecast_ask::{Data, Options};

    fn forecaster(last: u32) -> Forecaster {
        let data = Data::Csv(format!("period,value\n2020,1\n2021,3\n2022,{last}\n"));
        Forecaster::new(data, Options::default()).unwrap()
    }

    #[test]
    fn the_same_data_are_the_same_forecaster_until_others_push_them_out() {
        let fits = Fits::new(2);
        let first = fits.same(forecaster(1));
        assert!(Arc::ptr_eq(&first, &fits.same(forecaster(1))));
        fits.same(forecaster(2));
        assert!(Arc::ptr_eq(&first, &fits.same(forecaster(1))), "one more is kept");
        fits.same(forecaster(3));
        assert!(Arc::ptr_eq(&first, &fits.same(forecaster(1))), "what was used last stays");
        fits.same(forecaster(2));
        fits.same(forecaster(3));
        assert!(!Arc::ptr_eq(&first, &fits.same(forecaster(1))));
    }
}
