//! The data: the series asked about, figure by figure, and the user's own.

use web_sys::File;
use yew::prelude::*;

use crate::browser;
use crate::components::own_data::about::About;
use crate::components::own_data::choose_file::ChooseFile;
use crate::components::own_data::grid::Grid;
use crate::components::own_data::import_prop::ImportProp;
use crate::components::own_data::read_options::understand;
use crate::components::own_data::remarks::remarks;
use crate::components::own_data::series_list::SeriesList;
use crate::components::shared::drop_zone::{DropZone, use_drop};
use crate::language::use_language;
use crate::question::Data;
use crate::state::tables::many_series::opened;
use crate::state::{Action, Dispatch, State};
use crate::text::say;
use crate::work::{ChosenSeries, use_table_import};

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
    let (import, import_state) = use_table_import();
    import.on_take({
        let (on_use, dispatch, state) = (on_use.clone(), dispatch.clone(), state.clone());
        Callback::from(move |(data, asked): ChosenSeries| match asked {
            Some(asked) => dispatch.dispatch(Action::Open(opened(&state, data, asked))),
            None => on_use.emit(data),
        })
    });
    let take = {
        let import = import.clone();
        Callback::from(move |files: Vec<File>| {
            if let Some(file) = files.into_iter().next() {
                let import = import.clone();
                let name = browser::stem(&file.name());
                browser::read_file(file, move |bytes| import.bring(name, bytes.unwrap_or_default(), false));
            }
        })
    };
    let DropZone { over, on_over, on_leave, on_drop } = use_drop(take);
    let own = matches!(state.data, Data::Own(_));
    let busy = (import_state.busy || import_state.taking).then_some("true");
    html! {
        <div
            class={classes!("data-tab", over.then_some("over"))}
            ondragover={on_over}
            ondragleave={on_leave}
            ondrop={on_drop}
        >
            <section class="part" id="own-data">
                <h2>{ say!("own.title") }</h2>
                <ChooseFile import={ImportProp(import.clone())} {own} on_back={on_use.reform(|()| Data::default())} />
                <div id="own-outcome" role="status" aria-busy={busy}>
                    { understand(&import, &import_state) }
                </div>
                <SeriesList import={ImportProp(import.clone())} now={import_state.clone()} state={state.clone()} />
                { remarks(&import, &import_state) }
            </section>
            <section class="part" id="figures">
                <h2>{ say!("grid.title") }</h2>
                <About state={state.clone()} dispatch={dispatch.clone()} />
                <Grid data={state.data.clone()} dispatch={dispatch.clone()} />
            </section>
        </div>
    }
}
