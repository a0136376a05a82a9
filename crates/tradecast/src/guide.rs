#![doc = include_str!("../guide/index.md")]

// Pages: text in `guide`, and nothing at run time. Methods and models share theirs with the modules that implement them.

pub mod tutorials {
    #![doc = include_str!("../guide/tutorials/index.md")]

    #[doc = include_str!("../guide/tutorials/browser.md")]
    pub mod browser {}
    #[doc = include_str!("../guide/tutorials/command_line.md")]
    pub mod command_line {}
    #[doc = include_str!("../guide/tutorials/program.md")]
    pub mod program {}
}

pub mod how_to {
    #![doc = include_str!("../guide/how_to/index.md")]

    #[doc = include_str!("../guide/how_to/own_data.md")]
    pub mod own_data {}
    #[doc = include_str!("../guide/how_to/as_of.md")]
    pub mod as_of {}
    #[doc = include_str!("../guide/how_to/scenarios.md")]
    pub mod scenarios {}
    #[doc = include_str!("../guide/how_to/many_series.md")]
    pub mod many_series {}
    #[doc = include_str!("../guide/how_to/own_model.md")]
    pub mod own_model {}
    #[doc = include_str!("../guide/how_to/outside.md")]
    pub mod outside {}
    #[doc = include_str!("../guide/how_to/embedding.md")]
    pub mod embedding {}
    #[doc = include_str!("../guide/how_to/priors.md")]
    pub mod priors {}
}

pub mod reference {
    #![doc = include_str!("../guide/reference/index.md")]

    #[doc = include_str!("../guide/reference/command_line.md")]
    pub mod command_line {}
    #[doc = include_str!("../guide/reference/page.md")]
    pub mod page {}
    #[doc = include_str!("../guide/reference/service.md")]
    pub mod service {}
}

#[doc = include_str!("../guide/trust.md")]
pub mod trust {}
#[doc = include_str!("../guide/architecture.md")]
pub mod architecture {}
#[doc = include_str!("../guide/decisions.md")]
pub mod decisions {}

pub mod models {
    #![doc = include_str!("../guide/models/index.md")]

    macro_rules! pages {
        ($($page:ident)+) => {
            $(
                #[doc = include_str!(concat!("../guide/models/", stringify!($page), ".md"))]
                pub mod $page {}
            )+
        };
    }
    crate::model::builtin::with_pages!(pages);
}

pub mod methods {
    #![doc = include_str!("../guide/methods/index.md")]

    #[doc = include_str!("../guide/methods/season.md")]
    pub mod season {}
    #[doc = include_str!("../guide/methods/zeros.md")]
    pub mod zeros {}
    #[doc = include_str!("../guide/methods/combination.md")]
    pub mod combination {}
    #[doc = include_str!("../guide/methods/priors.md")]
    pub mod priors {}
    #[doc = include_str!("../guide/methods/draws.md")]
    pub mod draws {}
    #[doc = include_str!("../guide/methods/nowcast.md")]
    pub mod nowcast {}
    #[doc = include_str!("../guide/methods/running_year.md")]
    pub mod running_year {}
    #[doc = include_str!("../guide/methods/noise.md")]
    pub mod noise {}
    #[doc = include_str!("../guide/methods/mirror.md")]
    pub mod mirror {}
    #[doc = include_str!("../guide/methods/path.md")]
    pub mod path {}
    #[doc = include_str!("../guide/methods/calendar.md")]
    pub mod calendar {}
    #[doc = include_str!("../guide/methods/distribution.md")]
    pub mod distribution {}
    #[doc = include_str!("../guide/methods/shares.md")]
    pub mod shares {}
    #[doc = include_str!("../guide/methods/reconcile.md")]
    pub mod reconcile {}
    #[doc = include_str!("../guide/methods/arrival.md")]
    pub mod arrival {}
    #[doc = include_str!("../guide/methods/change.md")]
    pub mod change {}
    #[doc = include_str!("../guide/methods/growth_over.md")]
    pub mod growth_over {}
    #[doc = include_str!("../guide/methods/reference_class.md")]
    pub mod reference_class {}
    #[doc = include_str!("../guide/methods/compare.md")]
    pub mod compare {}
    #[doc = include_str!("../guide/methods/tornado.md")]
    pub mod tornado {}
    #[doc = include_str!("../guide/methods/attribution.md")]
    pub mod attribution {}
    #[doc = include_str!("../guide/methods/shapley.md")]
    pub mod shapley {}
    #[doc = include_str!("../guide/methods/contributions.md")]
    pub mod contributions {}
    #[doc = include_str!("../guide/methods/made.md")]
    pub mod made {}
    #[doc = include_str!("../guide/methods/goal.md")]
    pub mod goal {}
}

#[doc = include_str!("../guide/calibration.md")]
pub mod calibration {}

#[doc = include_str!("../guide/data.md")]
pub mod data {}

#[doc = include_str!("../guide/limits.md")]
pub mod limits {}
