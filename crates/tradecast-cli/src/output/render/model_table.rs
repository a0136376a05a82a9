//! Tables of models and of the season, as fits and answers show them.

use tradecast::{Frequency, ModelReport, SeasonalFactor, percent};

pub(crate) const SEASON_HEADER: [&str; 3] = ["season", "value over trend", "std. error"];

pub(crate) const MODEL_HEADER: [&str; 6] =
    ["model", "weight", "residual sd", "autocorr.", "past error", "vs naive"];

/// One row a model that takes part.
pub(crate) fn model_rows(models: &[ModelReport]) -> Vec<Vec<String>> {
    let or_dash = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |v| format!("{v:.2}"));
    let row = |m: &ModelReport| {
        let (diagnostics, score) = (m.diagnostics.as_ref()?, m.score.as_ref());
        Some(vec![
            m.name.clone(),
            percent(m.weight),
            format!("{:.2}", diagnostics.sigma),
            or_dash(diagnostics.autocorrelation),
            or_dash(score.map(|s| s.rmse_log)),
            or_dash(score.and_then(|s| s.relative_to_naive)),
        ])
    };
    models.iter().filter_map(row).collect()
}

/// One row a period of the year; none where there is no season.
pub(crate) fn season_rows(season: &[SeasonalFactor], frequency: Frequency) -> Vec<Vec<String>> {
    let change = |factor: f64| format!("{:+.1} %", 100.0 * (factor - 1.0));
    let row = |f: &SeasonalFactor| {
        let error = format!("{:.1} %", 100.0 * f.std_error);
        vec![frequency.name_of(f.period).to_owned(), change(f.factor), error]
    };
    season.iter().map(row).collect()
}
