//! Which sentence is said of what: the sentences themselves are in the catalogues of the languages.

mod answer;
mod chart;
mod controls;
mod data;
mod figures;
mod headline;
mod levers;
mod many;
mod message;
mod messages;
mod models;
mod nowcast;
mod numbers;
mod page;
mod warnings;

pub use answer::{bottleneck, split_headline, without_priors, year_so_far};
pub use chart::{
    Ahead, DOTS, FEW_DOTS, arrival_caption, arrival_description, arrival_title, bands_caption,
    fan_description, fan_title, ghost_caption, reading_ahead, reading_known, reading_missing, reading_since,
};
pub use controls::{exact_label, horizon_help, periods, priors_help, priors_remark, target_help};
pub use data::{OWN_EXAMPLE, USUAL_UNIT, back_to, own_outcome, problem, reporter, retrieved, sources_intro};
pub use figures::{base_rate, panel_rate, stays_note};
pub use headline::headline;
pub use levers::{lever_group, lever_help, lever_label, lever_range_reason, part_or_delivery};
pub use many::{likeness, needed, prospect, prospect_id, prospects, reference};
pub use message::{error, message, range_error};
pub(crate) use messages::catalogue::say;
pub use messages::catalogue::{Catalogue, fill, language, speak};
pub use messages::count::fill_count;
pub(crate) use messages::count::say_count;
pub use messages::language::Language;
pub(crate) use messages::letters::lower;
pub use messages::translate::{known, translated};
pub use models::{
    advice, against_naive, convergence, model_meaning, model_name, models_columns, models_intro, of_year,
    panel_record, parameter, season, track_record, typical_miss, weight,
};
pub use nowcast::nowcast;
pub use numbers::currency::billions;
pub use numbers::lever::{amount, counted, lever_unit};
pub use numbers::number::{
    about_number, and, band, exact, fixed, growth, level, no_value, number, percent, plain, short, signed,
};
pub use numbers::period::{or_after, period, range, short_period};
pub use numbers::unit::{about, axis_unit, money, short_about, short_money, short_unit, unit};
pub use page::{
    around, as_of_latest, as_of_then, breakable, phrases, provenance, quoted, sentence, sentence_or_none,
    series_name, title,
};
pub use warnings::warning;

#[cfg(test)]
mod message_tests;
#[cfg(test)]
mod tests;
