//! Fitting: from a series to weighted models, once per data.

use std::ops::ControlFlow;
use std::sync::{Arc, OnceLock};

use crate::error::{Error, Result};
use crate::fit::activity::Activity;
use crate::fit::report::{ModelReport, Score, TrackRecord};
use crate::fit::rolling_origin::{
    Fits, GO_ON, PathMixture, Progress, RollingOrigin, Weights, combined_models,
};
use crate::fit::warning;
use crate::fit::warning::Warning;
use crate::model::builtin::ModelId;
use crate::model::fitted::Fitted;
use crate::model::id::ModelChoice;
use crate::model::model::Model;
use crate::model::priors::Priors;
use crate::model::priors::{PanelRate, PanelRecord};
use crate::model::report::Parameter;
use crate::series::sample::Sample;
use crate::series::season::Season;
use crate::series::season::SeasonalFactor;
use crate::series::series::{MIN_OBSERVATIONS, Series};

/// Models fitted to a series and weighted by how well they forecast it: the slow half of an answer, done once per data.
///
/// ```
/// use tradecast::{ModelChoice, Observation, Period, Series, fit};
///
/// let values = [100.0, 112.0, 105.0, 130.0, 140.0, 138.0, 160.0, 171.0];
/// let series = Series::new("demo", (2015..).zip(values).map(|(y, v)| Observation::new(Period::annual(y), v)).collect())?;
/// let fitted = fit(&series, &ModelChoice::Auto)?;
/// for model in fitted.reports() {
///     println!("{} {:.0} %", model.name, 100.0 * model.weight);
/// }
/// # Ok::<(), tradecast::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Fit {
    pub(crate) series: Arc<Series>,
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    candidates: Vec<Arc<dyn Model>>,
    sample: Sample,
    /// Absent where the series has no zeros.
    activity: Option<Activity>,
    /// What the models said at earlier origins; several models are weighted by it, a single one is only scored.
    rolling: OnceLock<RollingOrigin>,
    fits: Fits,
    /// Why a model could not be fitted.
    reasons: Vec<Option<Error>>,
    weights: Weights,
    priors: Option<Priors>,
    /// What is not needed to simulate; computed when first asked for.
    details: OnceLock<Details>,
}

#[derive(Debug)]
struct Details {
    reports: Vec<ModelReport>,
    track_record: Option<TrackRecord>,
    warnings: Vec<Warning>,
}

/// Fits the chosen models to a series.
///
/// ```
/// use tradecast::{ModelChoice, Observation, Period, Series, fit};
///
/// let one = Series::new("short", vec![Observation::new(Period::annual(2022), 461.9)])?;
/// assert_eq!(fit(&one, &ModelChoice::Auto).unwrap_err().code(), "too_few_observations");
/// # Ok::<(), tradecast::Error>(())
/// ```
///
/// # Errors
/// [`Error::TooFewObservations`] and [`Error::TooFewPositive`] with fewer than [`MIN_OBSERVATIONS`], [`Error::OnlyZeros`] without any trade; [`Error::NoModel`] where none of the chosen models
/// can be fitted, with the reason of each.
pub fn fit(series: &Series, models: &ModelChoice) -> Result<Fit> {
    fit_with_priors(series, models, None)
}

/// Fits the chosen models, with what a panel of other series teaches where priors are given: the panel's model then joins
/// the combination, with six sevenths of the weight if the series is of the panel's kind, until the series itself says otherwise.
///
/// ```
/// use tradecast::{ModelChoice, Observation, Period, Priors, Series, fit, fit_with_priors};
///
/// let priors: Priors = serde_json::from_str(r#"{
///     "as_of": 2014, "series": 3000, "source": "an example",
///     "common_growth": 0.06, "common_growth_error": 0.04, "common_persistence": 0.4, "common_now": 0.0, "common_shock": 0.08,
///     "centre": [0.06, 0.1, 0.25, 0.06, -0.9], "volatility_spread": 0.6,
///     "combination_growth": 0.04, "combination_scale": 1.1,
///     "reversion": [[-0.1, -0.1, 0, 0, 0], [-0.1, -0.2, 0, -0.1, 0], [-0.1, -0.1, -0.1, 0, 0]],
///     "spread": [0.3, 0.6, 0.8], "own_volatility": [0.7, 0.6, 0.4]
/// }"#).unwrap();
/// # let series = Series::new("demo", (1..30).map(|t| Observation::new(Period::annual(1990 + t), 50.0 + f64::from(t * 37 % 11) * 9.0)).collect())?;
/// let with = fit_with_priors(&series, &ModelChoice::Auto, Some(&priors))?;
/// assert!(with.reports().iter().any(|model| model.name == "panel" && model.weight > 0.1));
/// assert!(fit(&series, &ModelChoice::Auto)?.reports().iter().all(|model| model.name != "panel"));
/// # Ok::<(), tradecast::Error>(())
/// ```
///
/// # Errors
/// Those of [`fit`], and [`Error::BadPriors`].
pub fn fit_with_priors(series: &Series, models: &ModelChoice, priors: Option<&Priors>) -> Result<Fit> {
    fit_with_progress(series, models, priors, &mut |_| GO_ON)
}

/// The same where fitting may take long. `progress` is told before each model, at each origin, which share of them is done, and says
/// whether it goes on.
///
/// ```
/// use std::ops::ControlFlow;
/// use tradecast::{ModelChoice, Observation, Period, Series, fit_with_progress};
///
/// # let series = Series::new("demo", (1..20).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
/// let mut told = Vec::new();
/// let mut progress = |share| {
///     told.push(share);
///     if share < 0.5 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
/// };
/// let stopped = fit_with_progress(&series, &ModelChoice::Auto, None, &mut progress);
/// assert_eq!(stopped.unwrap_err().code(), "stopped");
/// assert!(told.is_sorted() && told[0] == 0.0 && told.last().is_some_and(|share| *share < 0.6));
/// # Ok::<(), tradecast::Error>(())
/// ```
///
/// # Errors
/// Those of [`fit_with_priors`], and [`Error::Stopped`] where `progress` ended it.
pub fn fit_with_progress(
    series: &Series,
    models: &ModelChoice,
    priors: Option<&Priors>,
    progress: &mut dyn FnMut(f64) -> ControlFlow<()>,
) -> Result<Fit> {
    let candidates: Vec<Arc<dyn Model>> = match models {
        ModelChoice::Auto => combined_models(series.frequency()),
        ModelChoice::One(id) => vec![Arc::new(*id)],
    };
    fit_candidates(series, candidates, priors, progress)
}

/// Fits the models of the combination together with further models, of one's own or built in ([`ModelId`]), and with priors
/// where they are given.
///
/// ```
/// use std::sync::Arc;
/// use tradecast::{History, Model, Observation, Period, Series, fit_with_models};
///
/// #[derive(Debug)]
/// struct Last;
///
/// impl Model for Last {
///     fn name(&self) -> String {
///         "last".to_owned()
///     }
///
///     fn forecast(&self, history: &History<'_>, leads: usize) -> Result<Vec<f64>, String> {
///         Ok(vec![*history.values.last().ok_or("nothing is known")?; leads])
///     }
/// }
///
/// # let series = Series::new("demo", (1..20).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
/// let fitted = fit_with_models(&series, &[Arc::new(Last)], None)?;
/// assert!(fitted.reports().iter().any(|model| model.name == "last" && model.weight > 0.0));
/// # Ok::<(), tradecast::Error>(())
/// ```
///
/// # Errors
/// Those of [`fit_with_priors`]; a model of one's own that cannot be fitted has no weight and says why in its report.
pub fn fit_with_models(series: &Series, further: &[Arc<dyn Model>], priors: Option<&Priors>) -> Result<Fit> {
    let models = combined_models(series.frequency());
    let candidates = models.into_iter().chain(further.iter().cloned()).collect();
    fit_candidates(series, candidates, priors, &mut |_| GO_ON)
}

fn fit_candidates(
    series: &Series,
    candidates: Vec<Arc<dyn Model>>,
    priors: Option<&Priors>,
    progress: &mut dyn FnMut(f64) -> ControlFlow<()>,
) -> Result<Fit> {
    if let Some(priors) = priors {
        priors.check()?;
    }
    let zeros = series.zeros();
    let have = series.observations().len() - zeros;
    if have < MIN_OBSERVATIONS {
        let (series, need, wanted_by) = (series.name().to_owned(), MIN_OBSERVATIONS, "a forecast".to_owned());
        return Err(match (have, zeros) {
            (_, 0) => Error::TooFewObservations { series, have, need, wanted_by },
            (0, _) => Error::OnlyZeros { series, zeros },
            _ => Error::TooFewPositive { series, have, zeros, need, wanted_by },
        });
    }
    let sample = Sample::of(series);
    let several = candidates.len() > 1;
    let progress = &mut Progress::new(candidates.len(), &sample, [true, several], progress);
    let (fits, reasons) = Fits::of(&candidates, &sample, priors, None, progress)?;
    let rolling = OnceLock::new();
    let weights = if several {
        let of_sample = RollingOrigin::of(&candidates, &sample, priors, progress)?;
        rolling.get_or_init(|| of_sample).weights(sample.len(), &fits)
    } else {
        Weights { models: vec![1.0], kin: 0.0, panel: 0.0 }
    };
    if fits.models.iter().all(Option::is_none) && fits.panel.is_none() {
        let reasons = reasons.into_iter().flatten().collect();
        return Err(Error::NoModel { series: series.name().to_owned(), reasons });
    }
    let priors = priors.cloned();
    let inner = Inner {
        candidates,
        activity: Activity::of(series, &sample),
        sample,
        rolling,
        fits,
        reasons,
        weights,
        priors,
        details: OnceLock::new(),
    };
    Ok(Fit { series: Arc::new(series.clone()), inner: Arc::new(inner) })
}

impl Inner {
    fn rolling(&self) -> &RollingOrigin {
        self.rolling
            .get_or_init(|| self.roll(&mut |_| GO_ON).expect("it ends early only where its progress says so"))
    }

    fn roll(&self, progress: &mut dyn FnMut(f64) -> ControlFlow<()>) -> Result<RollingOrigin> {
        let Self { candidates, sample, .. } = self;
        let progress = &mut Progress::new(candidates.len(), sample, [false, true], progress);
        RollingOrigin::of(candidates, sample, self.priors.as_ref(), progress)
    }

    fn details(&self, series: &Series) -> &Details {
        self.details.get_or_init(|| {
            let reports = self.reports();
            let track_record = self.rolling().track_record();
            let warnings = warning::about_fit(
                series,
                &self.fits.season,
                &reports,
                track_record.as_ref(),
                self.priors.as_ref(),
            );
            Details { reports, track_record, warnings }
        })
    }

    fn reports(&self) -> Vec<ModelReport> {
        let scores = self.rolling().scores();
        let panel_weight = self.weights.kin * self.weights.panel;
        let of_model = |name: String, model: &dyn Fitted, weight: f64, score: Option<&Score>| {
            let convergence = model.convergence();
            ModelReport {
                name,
                weight,
                parameters: model.parameters(),
                converged: model.converged(),
                convergence: convergence.to_string(),
                convergence_message: Some(convergence.message()),
                diagnostics: model.diagnostics(),
                score: score.cloned(),
            }
        };
        let own = (0..self.candidates.len()).map(|m| {
            let name = self.candidates[m].name();
            match (&self.fits.models[m], &self.reasons[m]) {
                (Some(model), _) => {
                    let weight = self.weights.models[m] * (1.0 - panel_weight);
                    of_model(name, model.as_ref(), weight, scores[m].as_ref())
                }
                (None, reason) => ModelReport {
                    name,
                    weight: 0.0,
                    parameters: Vec::new(),
                    converged: false,
                    convergence: reason.as_ref().map_or_else(String::new, ToString::to_string),
                    convergence_message: reason.as_ref().map(Error::message),
                    diagnostics: None,
                    score: None,
                },
            }
        });
        let panel = self.fits.panel.as_ref().map(|panel| {
            let score = scores.last().and_then(Option::as_ref);
            of_model(ModelId::Panel.to_string(), panel, panel_weight, score)
        });
        own.chain(panel).collect()
    }
}

impl Fit {
    /// Whether both are one fit: clones of each other, not merely of the same data.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.inner, &other.inner)
    }

    /// Fits another series with the same models and the same priors.
    pub(crate) fn same_for(&self, series: &Series) -> Result<Self> {
        fit_candidates(series, self.inner.candidates.clone(), self.inner.priors.as_ref(), &mut |_| GO_ON)
    }

    /// Finds how well the models forecast this series before, which a single model is asked only for its [reports](Self::reports), its
    /// [track record](Self::track_record) and every answer. Whoever does not ask for it here waits for it there, and cannot stop it.
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// use tradecast::{ModelChoice, Observation, Period, Series, fit};
    ///
    /// # let series = Series::new("demo", (1..20).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// let fitted = fit(&series, &ModelChoice::named("drift")?)?;
    /// assert_eq!(fitted.score_with_progress(&mut |_| ControlFlow::Break(())).unwrap_err().code(), "stopped");
    /// assert!(fitted.score_with_progress(&mut |_| ControlFlow::Continue(())).is_ok());
    /// // It is known now: nobody has to be asked again.
    /// assert!(fitted.score_with_progress(&mut |_| ControlFlow::Break(())).is_ok());
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Stopped`] where `progress` ended it.
    pub fn score_with_progress(&self, progress: &mut dyn FnMut(f64) -> ControlFlow<()>) -> Result<()> {
        if self.inner.rolling.get().is_none() {
            let rolling = self.inner.roll(progress)?;
            // Where somebody else was faster, both found the same.
            let _ = self.inner.rolling.set(rolling);
        }
        Ok(())
    }

    /// The paths that it simulates.
    pub(crate) fn path_mixture(&self, horizon: usize) -> PathMixture<'_> {
        self.inner.fits.path_mixture(&self.inner.weights, horizon)
    }

    /// The season put back into every path.
    /// The last value with trade: what simulated values are relative to.
    pub(crate) fn scale(&self) -> f64 {
        self.inner.sample.scale
    }

    /// Periods without trade at the end of the series.
    pub(crate) fn behind(&self) -> usize {
        usize::try_from(self.series.last().period.minus(self.inner.sample.last_period())).unwrap_or(0)
    }

    /// Whether there is trade in a period; `None` where the series has no zeros.
    pub(crate) fn activity(&self) -> Option<&Activity> {
        self.inner.activity.as_ref()
    }

    pub(crate) fn season(&self) -> &Season {
        &self.inner.fits.season
    }

    /// The factors of the season of a quarterly or monthly series, in the order of the year; empty where none was found.
    ///
    /// ```
    /// # use tradecast::{ModelChoice, Observation, Period, Series, fit};
    /// let first: Period = "2018-Q1".parse()?;
    /// let values = (0..20).map(|t| if t % 4 == 3 { 150.0 } else { 100.0 + f64::from(t % 3) });
    /// let quarters = values.enumerate().map(|(t, v)| Observation::new(first.plus(t as i32), v));
    /// let season = fit(&Series::new("demo", quarters.collect())?, &ModelChoice::Auto)?.seasonal_factors();
    /// assert!(season.len() == 4 && season[3].factor > 1.2);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn seasonal_factors(&self) -> Vec<SeasonalFactor> {
        self.inner.fits.season.factors()
    }

    /// What each model considered has to say of itself, with its weight.
    ///
    /// ```
    /// # use tradecast::{ModelChoice, Observation, Period, Series, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// assert!(fit(&series, &ModelChoice::Auto)?.reports().len() > 1);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn reports(&self) -> &[ModelReport] {
        &self.inner.details(&self.series).reports
    }

    /// The parameters of the models that could be fitted, one after the other: those of [`Fit::reports`] without the record of
    /// earlier dates, for which the models are fitted at each of them again.
    ///
    /// ```
    /// # use tradecast::{ModelChoice, ModelId, Observation, Period, Series, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// let fitted = fit(&series, &ModelChoice::One(ModelId::Drift))?;
    /// assert_eq!(fitted.parameters(), fitted.reports()[0].parameters);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn parameters(&self) -> Vec<Parameter> {
        self.inner.fits.models.iter().flatten().flat_map(|model| model.parameters()).collect()
    }

    /// The series fitted.
    ///
    /// ```
    /// # use tradecast::{ModelChoice, Observation, Period, Series, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// assert_eq!(fit(&series, &ModelChoice::Auto)?.series().name(), "demo");
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn series(&self) -> &Series {
        &self.series
    }

    /// How past forecasts of this series by the same method turned out; `None` where it is too short to tell.
    ///
    /// ```
    /// # use tradecast::{ModelChoice, Observation, Period, Series, fit};
    /// # let series = Series::new("demo", (1..20).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// assert!(fit(&series, &ModelChoice::Auto)?.track_record().is_some());
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn track_record(&self) -> Option<&TrackRecord> {
        self.inner.details(&self.series).track_record.as_ref()
    }

    /// See [`Priors::panel_rate`]; `None` where the panel has no say.
    pub(crate) fn panel_rate(&self, years: i32, needed: f64) -> Option<PanelRate> {
        self.inner.fits.panel.as_ref()?;
        self.inner.priors.as_ref()?.panel_rate(&self.series, u32::try_from(years).ok()?, needed)
    }

    /// How answers with such priors turned out for the series of their panel; `None` where the panel has no say, or its record
    /// is not known.
    ///
    /// ```
    /// # use tradecast::{ModelChoice, Observation, Period, Series, fit};
    /// # let series = Series::new("demo", (1..20).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// assert!(fit(&series, &ModelChoice::Auto)?.panel_record().is_none()); // without priors
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn panel_record(&self) -> Option<&PanelRecord> {
        self.inner.fits.panel.as_ref().and(self.inner.priors.as_ref()?.record.as_ref())
    }

    /// What a reader must know about the data and the models.
    ///
    /// ```
    /// # use tradecast::{ModelChoice, Observation, Period, Series, fit};
    /// # let series = Series::new("demo", (1..5).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// assert!(fit(&series, &ModelChoice::Auto)?.warnings().iter().any(|w| w.code == "short_series"));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.inner.details(&self.series).warnings
    }
}
