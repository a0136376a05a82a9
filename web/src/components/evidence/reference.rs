//! How often other series of the user's own table that stood where this one stands came as far.

use std::rc::Rc;

use tradecast::Likeness;
use yew::prelude::*;

use crate::engine::AnswerView;
use crate::language::use_language;
use crate::question::{Data, OwnData};
use crate::text::{self, say};
use crate::view;
use crate::work::{Milestone, use_rate};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) shown: AnswerView,
    pub(crate) data: Data,
    /// Only what was known earlier.
    pub(crate) as_of: bool,
}

/// The view from outside; nothing where no table of several series was brought.
#[component]
pub(crate) fn Reference(props: &Props) -> Html {
    use_language();
    let Props { shown, data, as_of } = props;
    let (answer, known) = (&shown.answer, data.known(*as_of));
    let rate = use_rate(Milestone {
        data: Data::Own(Rc::new(OwnData::new((*known.series).clone()))),
        level: answer.question.target.value(),
        by: view::asked_period(answer),
    });
    let Some(rate) = rate else { return Html::default() };
    html! {
        <section class="part" id="reference">
            <h2>{ say!("reference.title") }</h2>
            <p class="told">{ text::reference(&rate, known.series.frequency()) }</p>
            <p class="small">{ text::likeness(&Likeness::default()) }</p>
        </section>
    }
}
