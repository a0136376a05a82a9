//! What errors mention, and one of each.

use crate::error::Error;
use crate::error::not_fitted::NotFittedReason;
use crate::error::reason::{DistributionError, ReadingError};
use crate::message::{MessageCause, MessageValue, MessageValues, Within as _, samples, values};
use crate::period::{Frequency, Period};

impl Error {
    /// What the message mentions, by name, so that it can be said in another language.
    ///
    /// ```
    /// let error = "20x2".parse::<tradecast::Period>().unwrap_err();
    /// assert_eq!(error.values()["text"], "20x2".into());
    /// ```
    #[must_use]
    pub fn values(&self) -> MessageValues {
        match self {
            Self::EmptySeries { series, need } => values![series = series, need = *need],
            Self::TooFewObservations { series, have, need, .. } => {
                values![series = series, have = *have, need = *need]
            }
            Self::TooFewPositive { series, have, zeros, need, .. } => {
                values![series = series, have = *have, zeros = *zeros, need = *need]
            }
            Self::OnlyZeros { series, zeros } => values![series = series, zeros = *zeros],
            Self::Negative { row, value }
            | Self::NotFinite { row, value }
            | Self::ValueOutOfRange { row, value } => values![row = *row, value = *value],
            Self::DuplicatePeriod { row, first_row, period } => {
                values![row = *row, first_row = *first_row, period = *period]
            }
            Self::FarOffPeriod { row, period, near, probable } => {
                let mut values = values![row = *row, period = *period, near = *near];
                if !probable.is_empty() {
                    values.insert("probable".to_owned(), probable.as_slice().into());
                }
                values
            }
            Self::MixedFrequency { row, period, found, expected } => {
                values![row = *row, period = *period, found = *found, expected = *expected]
            }
            Self::BadPeriod { text } | Self::BadPartId { text } => values![text = text],
            Self::BadTarget { level } => values![level = *level],
            Self::DeadlineOutOfReach { by, first, last } => values![by = *by, first = *first, last = *last],
            Self::AsOfTooEarly { as_of, first } => values![as_of = *as_of, first = *first],
            Self::IncompletePeriod { series, period, missing } => {
                values![series = series, period = *period, missing = missing.as_slice()]
            }
            Self::TooFewWholePeriods { series, have, need, to } => {
                values![series = series, have = *have, need = *need, to = *to]
            }
            Self::ReadingBesideMonths { reading, series } => values![reading = reading, series = series],
            Self::PeriodsTooLong { series, found, to } => values![series = series, found = *found, to = *to],
            Self::SettingOutOfRange { setting, given, min, max, .. } => {
                values![setting = *setting, given = *given].within(*min, *max)
            }
            Self::LeverOutOfRange { lever, given, unit, min, max } => {
                values![lever = lever, given = *given, unit = *unit].within(*min, *max)
            }
            Self::YearOutOfReach { lever, year, first, last, origin } => {
                values![lever = lever, year = *year, first = *first, last = *last, origin = *origin]
            }
            Self::LeverScope { lever, id, of_part } => {
                if *of_part {
                    values![lever = lever, example = &format!("wheat.{id}")]
                } else {
                    values![lever = lever, id = *id]
                }
            }
            Self::BadDistribution { lever, reason } => {
                values![lever = lever, reason = MessageValue::cause(reason.code(), reason.values())]
            }
            Self::UnknownPart { lever, part, known } => {
                let mut values = values![lever = lever, part = part];
                if !known.is_empty() {
                    values.insert("known".to_owned(), known.as_slice().into());
                }
                values
            }
            Self::UnknownLever { name, known }
            | Self::UnknownModel { name, known }
            | Self::UnknownReconciliation { name, known } => values![name = name, known = known],
            Self::BadReading { text, why } => {
                values![text = text, reason = MessageValue::cause(why.code(), why.values())]
            }
            Self::ReadingOfOtherYear { reading, year } => values![reading = reading, year = *year],
            Self::ReadingOfParts { series, found } => values![series = series, found = *found],
            Self::UnknownReporter { reporter, known } => {
                let mut values = values![reporter = reporter];
                if let Some(known) = known.as_deref().filter(|known| !known.is_empty()) {
                    values.insert("known".to_owned(), known.into());
                }
                values
            }
            Self::NoCommonPeriod { series, reporter } => values![series = series, reporter = reporter],
            Self::BadPriors { field, given, min, max } => {
                values![field = *field, given = *given].within(*min, *max)
            }
            Self::RegressorGap { regressor, period, last } => {
                values![regressor = regressor, period = *period, last = *last]
            }
            Self::RegressorZero { regressor, period } => values![regressor = regressor, period = *period],
            Self::RegressorFrequency { regressor, found, expected } => {
                values![regressor = regressor, found = *found, expected = *expected]
            }
            Self::DuplicateRegressor { regressor } => values![regressor = regressor],
            Self::NoParts { series } => values![series = series],
            Self::UnknownParent { part, parent, known } => {
                values![part = part, parent = parent, known = known]
            }
            Self::DuplicatePart { part } => values![part = part],
            Self::PartCycle { parts } => values![parts = parts],
            Self::PartUnit { part, found, expected } => {
                values![part = part, found = found, expected = expected]
            }
            Self::PartFrequency { part, found, expected } => {
                values![part = part, found = *found, expected = *expected]
            }
            Self::PartPeriod { part, period, first, last } => {
                values![part = part, period = *period, first = *first, last = *last]
            }
            Self::PartExceedsParent { part, parent, period, value, of } => {
                values![part = part, parent = parent, period = *period, value = *value, of = *of]
            }
            Self::PartsApart { parent, parts } => values![parent = parent, parts = parts],
            Self::PartsDisagree { parent, period, sum, whole } => {
                values![parent = parent, period = *period, sum = *sum, whole = *whole]
            }
            Self::PartsOfAnother { found, last, expected } => {
                values![found = found, last = *last, expected = expected]
            }
            Self::Collinear { columns } => values![columns = columns],
            Self::NotFitted { model, reason } => {
                values![model = *model, reason = MessageValue::cause(reason.code(), reason.values())]
            }
            Self::NoModel { series, reasons } => {
                let reasons: Vec<MessageCause> = reasons.iter().map(Self::message).collect();
                values![series = series, reasons = reasons]
            }
            Self::Internal { what } => values![what = what],
            Self::Stopped => values![],
        }
    }

    /// Code and values.
    pub(crate) fn message(&self) -> MessageCause {
        MessageCause { code: self.code().to_owned(), values: self.values() }
    }

    /// One of each kind at least, for those who translate them.
    #[doc(hidden)]
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let text = || String::from("abc");
        let year = Period::annual;
        let (found, expected) = (Frequency::Quarterly, Frequency::Annual);
        let mut samples = samples![
            EmptySeries { series: text(), need: 3 },
            TooFewObservations { series: text(), have: 1, need: 3, wanted_by: "a forecast".to_owned() },
            TooFewPositive {
                series: text(),
                have: 2,
                zeros: 4,
                need: 3,
                wanted_by: "a forecast".to_owned()
            },
            OnlyZeros { series: text(), zeros: 4 },
            Negative { row: 3, value: -1.5 },
            NotFinite { row: 3, value: f64::NAN },
            ValueOutOfRange { row: 3, value: 1e120 },
            DuplicatePeriod { row: 4, first_row: 3, period: year(2021) },
            FarOffPeriod { row: 4, period: year(3021), near: year(2020), probable: vec![] },
            MixedFrequency { row: 4, period: year(2021), found, expected },
            BadPeriod { text: text() },
            BadTarget { level: -1.5 },
            DeadlineOutOfReach { by: year(2070), first: year(2023), last: year(2052) },
            AsOfTooEarly { as_of: year(1990), first: year(1995) },
            IncompletePeriod { series: text(), period: year(2025), missing: vec![year(2025), year(2026)] },
            TooFewWholePeriods { series: text(), have: 2, need: 3, to: Frequency::Annual },
            ReadingBesideMonths { reading: text(), series: text() },
            PeriodsTooLong { series: text(), found: Frequency::Annual, to: Frequency::Annual },
            SettingOutOfRange { setting: "horizon", given: 0.0, min: 1.0, max: 200.0, hint: " periods" },
            LeverOutOfRange { lever: text(), given: 99.5, unit: "% a year", min: -15.0, max: 15.0 },
            YearOutOfReach { lever: text(), year: 2100.0, first: 2023, last: 2037, origin: year(2022) },
            LeverScope { lever: text(), id: "price", of_part: true },
            UnknownPart { lever: text(), part: text(), known: vec![] },
            UnknownLever { name: text(), known: text() },
            UnknownModel { name: text(), known: text() },
            ReadingOfOtherYear { reading: text(), year: year(2023) },
            ReadingOfParts { series: text(), found },
            UnknownReporter { reporter: text(), known: None },
            NoCommonPeriod { series: text(), reporter: text() },
            BadPriors { field: "sigma", given: -1.0, min: 0.0, max: 1.5 },
            RegressorGap { regressor: text(), period: year(2010), last: year(2022) },
            RegressorZero { regressor: text(), period: year(2010) },
            RegressorFrequency { regressor: text(), found, expected },
            DuplicateRegressor { regressor: text() },
            BadPartId { text: text() },
            NoParts { series: text() },
            UnknownParent { part: text(), parent: text(), known: text() },
            DuplicatePart { part: text() },
            PartCycle { parts: text() },
            PartUnit { part: text(), found: text(), expected: text() },
            PartFrequency { part: text(), found, expected },
            PartPeriod { part: text(), period: year(1990), first: year(1995), last: year(2022) },
            PartExceedsParent { part: text(), parent: text(), period: year(2020), value: 12.5, of: 10.0 },
            PartsApart { parent: text(), parts: text() },
            PartsDisagree { parent: text(), period: year(2020), sum: 12.5, whole: 10.0 },
            PartsOfAnother { found: text(), last: year(2022), expected: text() },
            UnknownReconciliation { name: text(), known: text() },
            Collinear { columns: text() },
            NotFitted { model: "arima", reason: NotFittedReason::NoOrder },
            NoModel { series: text(), reasons: vec![Self::Stopped] },
            Internal { what: text() },
            Stopped,
            BadDistribution { lever: text(), reason: DistributionError::MeanAndDeviation },
            BadReading { text: text(), why: ReadingError::NoEquals };
            FarOffPeriod {
                row: 4,
                period: year(3021),
                near: year(2020),
                probable: vec![year(2021), year(2031)]
            },
            LeverOutOfRange { lever: text(), given: -1.0, unit: "", min: 0.0, max: f64::MAX },
            LeverScope { lever: text(), id: "growth", of_part: false },
            UnknownPart { lever: text(), part: text(), known: vec![text(), text()] },
            UnknownReporter { reporter: text(), known: Some(vec![text(), text()]) },
        ];
        samples.extend(
            DistributionError::samples()
                .into_iter()
                .map(|reason| Self::BadDistribution { lever: text(), reason }),
        );
        let reasons = NotFittedReason::samples();
        samples.extend(reasons.into_iter().map(|reason| Self::NotFitted { model: "arima", reason }));
        samples.extend(ReadingError::samples().into_iter().map(|why| Self::BadReading { text: text(), why }));
        samples
    }
}
