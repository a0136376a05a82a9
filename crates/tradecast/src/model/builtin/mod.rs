//! The built-in models, one file each, and their table.

use crate::error::Result;
use crate::model::builtin::arima::ArimaOrder;
use crate::model::builtin::ets::EtsForm;
use crate::model::fitted::Fitted;
use crate::model::model::{FitData, History, Model, medians};
use crate::model::table::{Family, models};
use crate::period::Frequency;
use crate::series::sample::Sample;

pub(crate) mod arima;
pub(crate) mod ces;
pub(crate) mod damped;
pub(crate) mod drift;
#[cfg(feature = "models")]
pub(crate) mod elastic_net;
pub(crate) mod ets;
pub(crate) mod growth_curve;
pub(crate) mod linear_drift;
pub(crate) mod naive;
pub(crate) mod panel;
pub(crate) mod piecewise;
pub(crate) mod robust;
pub(crate) mod seasonal_naive;
pub(crate) mod ses;
pub(crate) mod structural;
pub(crate) mod theta;
pub(crate) mod trend;

/// Gives a macro the files above: each is a page of the guide, too.
macro_rules! with_pages {
    ($make:ident) => {
        $make! {
            naive seasonal_naive drift linear_drift theta ces damped ses panel
            ets arima structural trend growth_curve piecewise robust elastic_net
        }
    };
}
pub(crate) use with_pages;

models! {
    /// The models by name. `logistic`, `gompertz` and `richards` estimate their ceiling unless one is given as in
    /// `logistic:2000`; `polynomial` has degree 2 unless said otherwise as in `polynomial:3`; `ets` averages its forms unless one
    /// is given as in `ets:ANN` (simple exponential smoothing), `ets:AAN` (Holt) or `ets:AAdN`, and `arima` chooses its order
    /// unless it is given as in `arima:1,1,0`.
    ///
    /// ```
    /// use tradecast::ModelId;
    ///
    /// assert_eq!("log-linear".parse(), Ok(ModelId::LogLinear));
    /// assert_eq!("logistic:2000".parse(), Ok(ModelId::Logistic { ceiling: Some(2000.0) }));
    /// assert_eq!(ModelId::Polynomial { degree: 3 }.to_string(), "polynomial:3");
    /// ```
    pub enum ModelId {
        /// Last value, random walk.
        Naive = "naive", CombinedOverYears, |data| naive::fit(data.sample);
        /// Value of the same period last year, a random walk from year to year.
        SeasonalNaive = "seasonal-naive", ByName, |data| seasonal_naive::fit(data.sample);
        /// Random walk with drift in logs: compound growth.
        Drift = "drift", Combined, |data| drift::fit(data.sample);
        /// Random walk with a drift drawn towards that of a panel, or towards none.
        ShrunkDrift = "shrunk-drift", ByName, |data| drift::fit_shrunk(data.sample, data.priors);
        /// Random walk with drift in levels: the same amount of money every period.
        LinearDrift = "linear-drift", CombinedOverYears, |data| linear_drift::fit_mean(data.sample);
        /// Random walk in levels whose drift is the median change.
        MedianDrift = "median-drift", CombinedOverYears, |data| linear_drift::fit_median(data.sample);
        /// Dynamic optimised Theta: a smoothed level around a trend line.
        Theta = "theta", CombinedOverYears, |data| theta::fit(data.sample, data.near);
        /// Complex exponential smoothing.
        Ces = "ces", CombinedOverYears, |data| ces::fit(data.sample, data.near);
        /// Damped trend in logs: ETS(A,Ad,N).
        Damped = "damped", Combined, |data| damped::fit(data.sample, data.near);
        /// Simple exponential smoothing in logs: ETS(A,N,N).
        Ses = "ses", CombinedWithinYears, |data| ses::fit(data.sample, data.near);
        /// Exponential smoothing on levels.
        Ets {
            /// A form; the average of all where absent.
            form: Option<EtsForm> = None, read |text| EtsForm::named(text).map(Some), write form.map(|it| it.to_string())
        } = "ets", ByName, #[cfg(feature = "models")] |data| ets::fit(data.sample, form);
        /// ARIMA of small order in logs.
        Arima {
            /// An order; the one of lowest AICc where absent.
            order: Option<ArimaOrder> = None, read |text| ArimaOrder::named(text).map(Some), write order.map(|it| it.to_string())
        } = "arima", ByName, #[cfg(feature = "models")] |data| arima::fit(data.sample, order);
        /// Random walk observed with noise, in logs.
        LocalLevel = "local-level", ByName, #[cfg(feature = "models")] |data| structural::fit_level(data.sample, data.priors);
        /// The same with a slope that wanders, too.
        LocalTrend = "local-trend", ByName, #[cfg(feature = "models")] |data| structural::fit_trend(data.sample, data.priors);
        /// Straight line in levels.
        Linear = "linear", ByName, #[cfg(feature = "models")] |data| trend::fit_linear(data.sample);
        /// Straight line in logs: constant growth around a fixed path.
        LogLinear = "log-linear", ByName, #[cfg(feature = "models")] |data| trend::fit_log_linear(data.sample);
        /// Polynomial in logs; describes history, and is no forecast: not in the combination.
        Polynomial {
            /// Degree, 2 to 5.
            degree: usize = 2, read read_degree, write (degree != 2).then(|| degree.to_string())
        } = "polynomial", ByName, #[cfg(feature = "models")] |data| trend::fit_polynomial(data.sample, degree);
        /// S-shaped growth, symmetric, to a ceiling.
        Logistic {
            /// A ceiling in the unit of the series; estimated where absent.
            ceiling: Option<f64> = None, read read_ceiling, write ceiling.map(|it| it.to_string())
        } = "logistic", ByName, #[cfg(feature = "models")]
            |data| growth_curve::fit(growth_curve::Shape::Logistic, ceiling, data.sample);
        /// S-shaped growth, asymmetric, to a ceiling.
        Gompertz {
            /// A ceiling in the unit of the series; estimated where absent.
            ceiling: Option<f64> = None, read read_ceiling, write ceiling.map(|it| it.to_string())
        } = "gompertz", ByName, #[cfg(feature = "models")]
            |data| growth_curve::fit(growth_curve::Shape::Gompertz, ceiling, data.sample);
        /// S-shaped growth to a ceiling, its asymmetry estimated; asks much of the data: not in the combination.
        Richards {
            /// A ceiling in the unit of the series; estimated where absent.
            ceiling: Option<f64> = None, read read_ceiling, write ceiling.map(|it| it.to_string())
        } = "richards", ByName, #[cfg(feature = "models")]
            |data| growth_curve::fit(growth_curve::Shape::Richards, ceiling, data.sample);
        /// Constant growth in logs that changed once, where the data ask for it; not in the combination.
        Break = "break", ByName, #[cfg(feature = "models")] |data| piecewise::fit(data.sample);
        /// Constant growth in logs by medians, deaf to a few wild values; not in the combination.
        Robust = "robust", ByName, #[cfg(feature = "models")] |data| robust::fit(data.sample);
        /// Growth regressed on named regressors ([`crate::Series::with_regressors`]) and its own past; not in the combination.
        ElasticNet = "elastic-net", ByName, #[cfg(feature = "models")] |data| elastic_net::fit(data.sample);
        /// What pairs in the same position did next; needs panel priors.
        Panel = "panel", Panel, |data| panel::fit(data.sample, data.priors);
    }
}

/// Options that are written after a colon, in an error that has to explain them.
pub(crate) const OPTIONS: &str =
    "ets:AAdN (form), arima:1,1,0 (order), logistic:2000 (ceiling) or polynomial:3 (degree)";

fn read_degree(text: &str) -> Option<usize> {
    text.parse().ok().filter(|degree| (2..=5).contains(degree))
}

fn read_ceiling(text: &str) -> Option<Option<f64>> {
    text.parse().ok().filter(|ceiling: &f64| ceiling.is_finite() && *ceiling > 0.0).map(Some)
}

impl ModelId {
    /// The models that are combined. Between them those of years cover no growth, growth in money and in per cent, smoothed and
    /// not, lasting and fading. Growth curves, straight lines and polynomials are asked for by name: fitted to the whole past
    /// alike, they made the combination worse on every panel it was tried on. Quarters and months are mostly noise around a
    /// level: of the five random walks among those of years one is left, so that they are no majority, and it is one that grows.
    pub(crate) fn combined(frequency: Frequency) -> impl Iterator<Item = Self> {
        let within_years = frequency != Frequency::Annual;
        Self::ALL.into_iter().filter(move |id| match id.family() {
            Family::Combined => true,
            Family::CombinedOverYears => !within_years,
            Family::CombinedWithinYears => within_years,
            Family::Panel | Family::ByName => false,
        })
    }
}

impl Model for ModelId {
    fn name(&self) -> String {
        self.to_string()
    }

    fn forecast(&self, history: &History<'_>, leads: usize) -> std::result::Result<Vec<f64>, String> {
        let sample = Sample::of_history(history.periods, history.values, history.first);
        let fitted = self.fit_to(FitData { sample: &sample, priors: None, near: None });
        Ok(medians(fitted.map_err(|error| error.to_string())?.as_ref(), &sample, leads))
    }

    fn fit(&self, data: FitData<'_>) -> Result<Box<dyn Fitted>> {
        self.fit_to(data)
    }
}
