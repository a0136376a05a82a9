//! The data behind a question, as known at a date.

use std::sync::Arc;

use crate::error::Result;
use crate::period::Frequency;
use crate::series::added_up::AddedUp;
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
    /// The same trade by months or quarters, from which the running period is forecast; absent where that is not known.
    pub months: Option<Arc<Series>>,
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
        Self { series: Arc::new(series), months: None, composition: None, readings: Readings::default() }
    }

    /// A series counted by the periods that a question is about: as it is where it has those, [added up](Self::added_up) where its
    /// own are shorter.
    ///
    /// ```
    /// # use tradecast::{DataContext, Frequency, Observation, Period, Series};
    /// let years = Series::new("mine", vec![Observation::new(Period::annual(2022), 3.0)])?;
    /// assert_eq!(DataContext::per(Frequency::Annual, years.clone())?, DataContext::only(years.clone()));
    /// assert_eq!(DataContext::per(Frequency::Monthly, years).unwrap_err().code(), "periods_too_long");
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Self::added_up`].
    pub fn per(frequency: Frequency, series: Series) -> Result<Self> {
        if series.frequency() == frequency {
            Ok(Self::only(series))
        } else {
            Self::added_up(series, frequency)
        }
    }

    /// A series of shorter periods, such as months, added up to longer ones, such as years. A target of a year is asked of it, and
    /// the running year is forecast from its months.
    ///
    /// A year inside the series that lacks a quarter of its months or fewer takes the share that they had in the nearest complete year;
    /// one that lacks more is left out.
    ///
    /// ```
    /// # use tradecast::{DataContext, Frequency, Observation, Period, Series};
    /// let first: Period = "2020-01".parse()?;
    /// let months = (0..40).map(|month| Observation::new(first.plus(month), 10.0));
    /// let years = DataContext::added_up(Series::new("mine", months.collect())?, Frequency::Annual)?;
    /// assert_eq!((years.series.last().period, years.series.last().value), (Period::annual(2022), 120.0));
    /// assert_eq!(years.months.unwrap().observations().len(), 40);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`crate::Error::PeriodsTooLong`] where the periods are not shorter, [`crate::Error::TooFewWholePeriods`] where fewer are complete than a forecast needs,
    /// [`crate::Error::IncompletePeriod`] where the last one before the running one is not.
    pub fn added_up(months: Series, to: Frequency) -> Result<Self> {
        let sums = AddedUp::of(&months, to)?.sums;
        Ok(Self { months: Some(Arc::new(months)), ..Self::only(sums) })
    }
}
