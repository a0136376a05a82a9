//! Long work under way: how far it is, and a button that ends it. Quick work is over before any of this appears.

use yew::prelude::*;

use crate::browser::Timer;
use crate::language::use_language;
use crate::text::{self, say};
use crate::work::{BackgroundTask, Progress, is_without_worker};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// What is under way.
    pub(crate) label: AttrValue,
    pub(crate) working: BackgroundTask,
}

/// Milliseconds after which work counts as long.
const LONG: i32 = 150;

#[component]
pub(crate) fn WorkProgress(props: &Props) -> Html {
    let Props { label, working } = props;
    use_language();
    let running = working.is_running();
    let long = use_state_eq(|| false);
    use_effect_with(running, {
        let long = long.setter();
        move |running| {
            long.set(false);
            let timer = running.then(|| Timer::after(LONG, move || long.set(true)));
            move || drop(timer)
        }
    });
    let again = html! {
        <button type="button" class="quiet" onclick={working.again.reform(|_: MouseEvent| ())}>{ say!("work.again") }</button>
    };
    match &working.progress {
        Progress::Running(share) if *long || is_without_worker() => html! {
            <div class="work">
                <label>
                    <span>{ label }</span>
                    <progress max="1" value={format!("{share:.2}")}></progress>
                </label>
                <button type="button" class="quiet" onclick={working.stop.reform(|_: MouseEvent| ())}>{ say!("work.stop") }</button>
                if is_without_worker() {
                    <p class="small">{ say!("work.alone") }</p>
                }
            </div>
        },
        Progress::Stopped => html! {
            <div class="work" role="status"><span>{ say!("work.stopped") }</span>{ again }</div>
        },
        Progress::Failed(failure) => html! {
            <div class="work" role="alert"><span>{ text::sentence(&failure.to_string()) }</span>{ again }</div>
        },
        _ => Html::default(),
    }
}
