//! The data: the series asked about, figure by figure, and the user's own.

mod about;
mod bring;
mod choose;
mod grid;
mod understand;

use web_sys::File;
use yew::prelude::*;

use about::About;
use bring::Bring;
use choose::choose;
use grid::Grid;
use understand::understand;

use crate::browser;
use crate::components::drop::{DropZone, use_drop};
use crate::language::use_language;
use crate::state::{Data, Dispatch, State};
use crate::text::say;
use crate::work::use_desk;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) state: State,
    pub(crate) on_use: Callback<Data>,
    pub(crate) dispatch: Dispatch,
}

#[component]
pub(crate) fn OwnDataForm(props: &Props) -> Html {
    use_language();
    let Props { state, on_use, dispatch } = props;
    let (desk, on_desk) = use_desk(on_use);
    let take = {
        let desk = desk.clone();
        Callback::from(move |files: Vec<File>| {
            if let Some(file) = files.into_iter().next() {
                let desk = desk.clone();
                let name = browser::stem(&file.name());
                browser::read_file(file, move |bytes| desk.bring(name, bytes.unwrap_or_default(), false));
            }
        })
    };
    let DropZone { over, on_over, on_leave, on_drop } = use_drop(take);
    let own = matches!(state.data, Data::Own(_));
    html! {
        <div
            class={classes!("data-tab", over.then_some("over"))}
            ondragover={on_over}
            ondragleave={on_leave}
            ondrop={on_drop}
        >
            <section class="part" id="own-data">
                <h2>{ say!("own.title") }</h2>
                <Bring desk={Desk(desk.clone())} {own} on_back={on_use.reform(|()| Data::BuiltIn)} />
                <div id="own-outcome" role="status">
                    { understand(&desk, &on_desk) }
                </div>
                { choose(&desk, &on_desk, &state.data) }
            </section>
            <section class="part" id="figures">
                <h2>{ say!("grid.title") }</h2>
                <About state={state.clone()} dispatch={dispatch.clone()} />
                <Grid data={state.data.clone()} dispatch={dispatch.clone()} />
            </section>
        </div>
    }
}

/// The desk as a property: it is the same one for as long as the page lives.
#[derive(Clone)]
struct Desk(std::rc::Rc<crate::work::Desk>);

impl PartialEq for Desk {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
