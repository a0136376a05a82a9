//! What has been fitted, so that the same data are not fitted twice.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use tradecast_ask::Forecaster;

/// The forecasters that were used last, the latest first.
#[derive(Debug)]
pub(crate) struct Fits {
    kept: Mutex<VecDeque<Arc<Forecaster>>>,
    most: usize,
    /// Bytes that they may hold together.
    bytes: usize,
}

/// Bytes that an observation takes in the models, at all origins, and that a forecaster takes beside.
const OF_OBSERVATION: usize = 1_300;
const OF_FORECASTER: usize = 50_000;

impl Fits {
    pub(crate) fn new(most: usize, bytes: usize) -> Self {
        Self { kept: Mutex::default(), most, bytes }
    }

    /// The forecaster that was told the same, or else this one, which is kept.
    pub(crate) fn same(&self, forecaster: Forecaster) -> Arc<Forecaster> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.iter().position(|known| **known == forecaster).and_then(|at| kept.remove(at));
        let same = found.unwrap_or_else(|| Arc::new(forecaster));
        kept.push_front(Arc::clone(&same));
        kept.truncate(self.most);
        while kept.iter().map(|one| bytes(one)).sum::<usize>() > self.bytes {
            kept.pop_back();
        }
        same
    }

    /// The forecaster that was told the same, or else this one, which is not kept: one batch would push out all others.
    pub(crate) fn known(&self, forecaster: Forecaster) -> Arc<Forecaster> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.iter().find(|known| ***known == forecaster);
        found.map_or_else(|| Arc::new(forecaster), Arc::clone)
    }
}

/// Bytes that a forecaster holds once it is fitted, about.
fn bytes(forecaster: &Forecaster) -> usize {
    let observations = forecaster.series().observations();
    let texts: usize = observations.iter().map(|one| one.source.len() + one.note.len()).sum();
    OF_FORECASTER + observations.len() * OF_OBSERVATION + texts
}

#[cfg(test)]
mod tests {
    use super::*;
    use tradecast_ask::{Data, Options};

    const ENOUGH: usize = 1_000_000;

    fn forecaster(last: u32) -> Forecaster {
        let data = Data::Csv(format!("period,value\n2020,1\n2021,3\n2022,{last}\n"));
        Forecaster::new(data, Options::default()).unwrap()
    }

    #[test]
    fn the_same_data_are_the_same_forecaster_until_others_push_them_out() {
        let fits = Fits::new(2, ENOUGH);
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
    #[test]
    fn no_more_is_kept_than_there_is_memory_for() {
        let fits = Fits::new(10, 2 * bytes(&forecaster(1)));
        let first = fits.same(forecaster(1));
        fits.same(forecaster(2));
        assert!(Arc::ptr_eq(&first, &fits.known(forecaster(1))));
        fits.same(forecaster(3));
        assert!(!Arc::ptr_eq(&first, &fits.known(forecaster(1))), "the oldest went");
        let tiny = Fits::new(10, 1);
        let one = tiny.same(forecaster(1));
        assert!(!Arc::ptr_eq(&one, &tiny.same(forecaster(1))));
    }

    #[test]
    fn what_is_only_asked_for_pushes_nothing_out() {
        let fits = Fits::new(1, ENOUGH);
        let first = fits.same(forecaster(1));
        let other = fits.known(forecaster(2));
        assert_eq!(*other, forecaster(2));
        assert!(Arc::ptr_eq(&first, &fits.known(forecaster(1))));
    }
}
