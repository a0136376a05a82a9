//! The data behind a question, as known at a date.

use std::sync::Arc;

use crate::series::composition::Composition;
use crate::series::readings::Readings;
use crate::series::series::Series;

/// The data behind a question as known at some date: the series, what it is made of, and the figures of the running year.
///
/// ```
/// use tradecast::{DataContext, Observation, Period, Series};
///
/// let series = Series::new("mine", vec![Observation::new(Period::annual(2022), 3.0)])?;
/// let context = DataContext::only(series);
/// assert!(context.composition.is_none() && context.readings.list().is_empty());
/// # Ok::<(), tradecast::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct DataContext {
    /// The observations. Shared: copies of the context are cheap.
    pub series: Arc<Series>,
    /// What they are made of; absent where that is not known.
    pub composition: Option<Composition>,
    /// What the first months of the year to come said, and how other reporters count.
    pub readings: Readings,
}

impl DataContext {
    /// A series of which nothing else is known.
    ///
    /// ```
    /// # use tradecast::{DataContext, Observation, Period, Series};
    /// let series = Series::new("mine", vec![Observation::new(Period::annual(2022), 3.0)])?;
    /// assert_eq!(*DataContext::only(series.clone()).series, series);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn only(series: Series) -> Self {
        Self { series: Arc::new(series), composition: None, readings: Readings::default() }
    }
}
