//! A slider on the years axis that reads out one year: the pointer's work for keyboards, fingers and screen readers.

use tradecast::Period;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::browser;
use crate::language::use_language;
use crate::text::say;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// Identifier in the page.
    #[prop_or("read-year")]
    pub(crate) id: &'static str,
    /// The periods that can be read.
    pub(crate) periods: Vec<Period>,
    /// The period read out.
    pub(crate) read: Period,
    /// What is said of it.
    pub(crate) sentence: AttrValue,
    /// Where the first period stands, pixels.
    pub(crate) from: f64,
    /// Where the last period stands, pixels.
    pub(crate) to: f64,
    /// Size of the letters of the chart, pixels.
    pub(crate) em: f64,
    pub(crate) on_pick: Callback<Period>,
}

/// Width of the thumb in the stylesheet, in letters of the chart: its middle travels half of it inside each end.
const THUMB: f64 = 1.125 / 0.8;

#[component]
pub(crate) fn Reader(props: &Props) -> Html {
    use_language();
    let Props { id, periods, read, sentence, from, to, em, on_pick } = props;
    let slider = use_node_ref();
    use_effect_with((*from, *to, THUMB * em), {
        let slider = slider.clone();
        move |(from, to, thumb)| {
            if let Some(element) = slider.cast::<HtmlInputElement>() {
                browser::set_style(&element, "margin-left", &format!("{}px", from - thumb / 2.0));
                browser::set_style(&element, "width", &format!("{}px", to - from + thumb));
            }
        }
    });
    let index = periods.iter().position(|period| period == read).unwrap_or(0);
    let oninput = {
        let (periods, on_pick) = (periods.clone(), on_pick.clone());
        Callback::from(move |event: InputEvent| {
            let value = event.target_unchecked_into::<HtmlInputElement>().value();
            if let Some(period) = value.parse().ok().and_then(|i: usize| periods.get(i)) {
                on_pick.emit(*period);
            }
        })
    };
    html! {
        <input
            id={*id}
            class="reader"
            type="range"
            ref={slider}
            min="0"
            max={periods.len().saturating_sub(1).to_string()}
            step="1"
            value={index.to_string()}
            aria-label={say!("chart.read")}
            aria-valuetext={sentence.clone()}
            {oninput}
        />
    }
}
