//! A slider on the years axis that reads out one year: the pointer's work for keyboards, fingers and screen readers.

use tradecast::Period;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::browser;
use crate::text;

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    /// The periods that can be read.
    pub(super) periods: Vec<Period>,
    /// The period read out.
    pub(super) read: Period,
    /// What is said of it.
    pub(super) sentence: AttrValue,
    /// Where the first and the last period stand, pixels; absent until the chart is placed.
    pub(super) plot: Option<(f64, f64)>,
    pub(super) on_pick: Callback<Period>,
}

/// Width of the thumb in the stylesheet, pixels: its middle travels half of it inside each end.
const THUMB: f64 = 18.0;

#[component]
pub(super) fn Reader(props: &Props) -> Html {
    let Props { periods, read, sentence, plot, on_pick } = props;
    let slider = use_node_ref();
    use_effect_with(*plot, {
        let slider = slider.clone();
        move |plot| {
            if let (Some((from, to)), Some(element)) = (plot, slider.cast::<HtmlInputElement>()) {
                browser::set_style(&element, "margin-left", &format!("{}px", from - THUMB / 2.0));
                browser::set_style(&element, "width", &format!("{}px", to - from + THUMB));
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
            id="read-year"
            class="reader"
            type="range"
            ref={slider}
            min="0"
            max={periods.len().saturating_sub(1).to_string()}
            step="1"
            value={index.to_string()}
            aria-label={text::READ_YEAR}
            aria-valuetext={sentence.clone()}
            {oninput}
        />
    }
}
