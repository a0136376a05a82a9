//! Data with any number of series, one after the other.

use std::io::Cursor;

use tradecast_io::SeriesReader;

use crate::forecaster::{Forecaster, ParsedOptions, in_data, of_own_data};
use crate::input::{Data, Options};
use crate::refusal::{Refusal, Result};

/// The series of some data, each with its name, good or bad. They are counted before any of them is made.
///
/// ```
/// use tradecast_ask::{Data, Forecaster, Options};
///
/// let data = Data::Csv("series,period,value\na,2020,1\nb,2020,2\nb,2021,3\n".to_owned());
/// let all = Forecaster::each(data, Options::default())?;
/// assert_eq!((all.series(), all.rows()), (2, 3));
/// let names: Vec<String> = all.map(|one| one.map(|(name, _)| name)).collect::<Result<_, _>>()?;
/// assert_eq!(names, ["a", "b"]);
/// # Ok::<(), tradecast_ask::Refusal>(())
/// ```
#[derive(Debug)]
pub struct Forecasters(Source);

#[derive(Debug)]
enum Source {
    Read(Box<SeriesReader<Cursor<String>>>, Box<ParsedOptions>),
    One(Option<Box<Forecaster>>),
}

impl Forecaster {
    /// Reads the text of a CSV file with one series, or a list of observations.
    ///
    /// ```
    /// use tradecast_ask::{Data, Forecaster, Options};
    ///
    /// let data = Data::Csv("period,value\n2020,1\n2021,about 2\n".to_owned());
    /// let refused = Forecaster::new(data, Options::default()).unwrap_err();
    /// assert_eq!((refused.code, refused.row), ("bad_number", Some(3)));
    /// ```
    ///
    /// # Errors
    /// What is wrong with the data, with row and column, or with the options, with the field.
    pub fn new(data: Data, options: Options) -> Result<Self> {
        Self::each(data, options)?.single()
    }

    /// The same of data with any number of series: each by its name, in the order of their first rows, good or bad.
    ///
    /// ```
    /// use tradecast_ask::{Data, Forecaster, Options};
    ///
    /// let data = Data::Csv("series,period,value\na,2020,1\nb,2020,-1\n".to_owned());
    /// let all: Vec<_> = Forecaster::each(data, Options::default())?.collect::<Result<_, _>>()?;
    /// assert!(all[0].1.is_ok());
    /// assert_eq!(all[1].1.as_ref().unwrap_err().code, "negative_value");
    /// # Ok::<(), tradecast_ask::Refusal>(())
    /// ```
    ///
    /// # Errors
    /// What is wrong with the data as a whole, or with the options.
    pub fn each(data: Data, options: Options) -> Result<Forecasters> {
        Forecasters::of(data, options)
    }
}

impl Forecasters {
    fn of(data: Data, options: Options) -> Result<Self> {
        let options = of_own_data(options)?;
        match data {
            Data::Csv(text) => {
                let reader = SeriesReader::open(Cursor::new(text), &options.how_to_read).map_err(in_data)?;
                Ok(Self(Source::Read(Box::new(reader), Box::new(options))))
            }
            Data::Rows(rows) => Forecaster::of_rows(rows, &options).map(Self::from),
        }
    }

    /// How many series there are, good and bad.
    ///
    /// ```
    /// # use tradecast_ask::{Forecaster, Forecasters, Options};
    /// assert_eq!(Forecasters::from(Forecaster::flagship(Options::default())?).series(), 1);
    /// # Ok::<(), tradecast_ask::Refusal>(())
    /// ```
    #[must_use]
    pub fn series(&self) -> usize {
        match &self.0 {
            Source::Read(reader, _) => reader.series(),
            Source::One(one) => usize::from(one.is_some()),
        }
    }

    /// How many values the series have together, those that are missing or wrong included.
    ///
    /// ```
    /// # use tradecast_ask::{Forecaster, Forecasters, Options};
    /// let inside = Forecaster::flagship(Options::default())?;
    /// let observations = inside.series().observations().len();
    /// assert_eq!(Forecasters::from(inside).rows(), observations);
    /// # Ok::<(), tradecast_ask::Refusal>(())
    /// ```
    #[must_use]
    pub fn rows(&self) -> usize {
        match &self.0 {
            Source::Read(reader, _) => reader.values(),
            Source::One(one) => one.as_ref().map_or(0, |one| one.series().observations().len()),
        }
    }

    /// The series of data that are meant to hold one.
    ///
    /// ```
    /// # use tradecast_ask::{Data, Forecaster, Options};
    /// let data = Data::Csv("series,period,value\na,2020,1\nb,2020,2\n".to_owned());
    /// let refused = Forecaster::each(data, Options::default())?.single().unwrap_err();
    /// assert_eq!(refused.code, "several_series");
    /// # Ok::<(), tradecast_ask::Refusal>(())
    /// ```
    ///
    /// # Errors
    /// `several_series` where there are more, before any is made; otherwise what is wrong with the one.
    pub fn single(self) -> Result<Forecaster> {
        match self.0 {
            Source::Read(reader, options) => Forecaster::read(reader.single().map_err(in_data)?, &options),
            Source::One(one) => {
                one.map(|one| *one).ok_or_else(|| Refusal::bad_input("there is no series left").at("data"))
            }
        }
    }

    /// Keeps at most so many problems and notes of each series: of a file in which everything is wrong nobody reads them all.
    ///
    /// ```
    /// # use tradecast_ask::{Data, Forecaster, Options};
    /// let data = Data::Csv("period,value\n2020,1\n2021,\n2022,\n2023,2\n".to_owned());
    /// let (_, one) = Forecaster::each(data, Options::default())?.with_remarks(1).next().unwrap()?;
    /// assert_eq!(one?.notes().len(), 1);
    /// # Ok::<(), tradecast_ask::Refusal>(())
    /// ```
    #[must_use]
    pub fn with_remarks(self, most: usize) -> Self {
        match self.0 {
            Source::Read(reader, options) => Self(Source::Read(Box::new(reader.with_remarks(most)), options)),
            one @ Source::One(_) => Self(one),
        }
    }
}

impl From<Forecaster> for Forecasters {
    fn from(one: Forecaster) -> Self {
        Self(Source::One(Some(Box::new(one))))
    }
}

impl Iterator for Forecasters {
    type Item = Result<(String, Result<Forecaster>)>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            Source::Read(reader, options) => {
                let entry = reader.next()?.map_err(in_data);
                Some(entry.map(|entry| (entry.name.clone(), Forecaster::read(entry, options))))
            }
            Source::One(one) => {
                let one = *one.take()?;
                Some(Ok((one.series().name().to_owned(), Ok(one))))
            }
        }
    }
}
