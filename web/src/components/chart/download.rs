//! What every chart offers: itself as a picture, and its numbers.
//!
//! [`ChartFigure`] is the frame for a chart: the drawing (an `svg` of class `chart`) goes inside, the rest is done here. Where a
//! chart needs its own layout, [`Downloads`] alone can stand anywhere; it takes the drawing from the element with the identifier
//! `of`. Shapes of class `live` answer the pointer and are left out of files.

use yew::prelude::*;

use crate::browser;
use crate::components::shared::menu::Menu;
use crate::language::use_language;
use crate::svg_file::{Sheet, standalone};
use crate::text::say;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// Identifier of the element around the drawing, and part of the names of the files.
    pub(crate) of: AttrValue,
    /// What the chart shows, written above it in files.
    pub(crate) title: AttrValue,
    /// Where the numbers come from and of when they are, written below it in files: [`crate::view::source_note`].
    pub(crate) note: AttrValue,
    /// The numbers of the chart, made when they are asked for.
    pub(crate) csv: Callback<(), String>,
}

/// Pixels of a picture for each of the page: sharp in print and on dense screens.
const DENSITY: f64 = 2.0;

/// The menu of downloads of a chart.
#[component]
pub(crate) fn Downloads(props: &Props) -> Html {
    use_language();
    let Props { of, title, note, csv } = props;
    let drawn = {
        let (of, title, note) = (of.clone(), title.clone(), note.clone());
        move || {
            let (drawing, em) = browser::drawing_in(&of)?;
            let address = browser::address();
            Some(standalone(&Sheet { drawing: &drawing, title: &title, note: &note, address: &address, em }))
        }
    };
    let on_svg = {
        let (of, drawn) = (of.clone(), drawn.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(file) = drawn() {
                browser::save(&format!("tradecast-{of}.svg"), "image/svg+xml", &file.svg);
            }
        })
    };
    let on_png = {
        let of = of.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(file) = drawn() {
                let size = [file.width, file.height].map(|size| size * DENSITY);
                browser::save_picture(format!("tradecast-{of}.png"), &file.svg, size);
            }
        })
    };
    let on_csv = {
        let (of, csv) = (of.clone(), csv.clone());
        Callback::from(move |_: MouseEvent| {
            browser::save(&format!("tradecast-{of}.csv"), "text/csv", &csv.emit(()))
        })
    };
    let choice = |kind: &str, onclick: Callback<MouseEvent>| {
        html! {
            <button type="button" id={format!("{of}-{kind}")} {onclick}>{ say!(&format!("download.{kind}")) }</button>
        }
    };
    html! {
        <Menu id={format!("{of}-download")} label={say!("download.menu")}>
            { choice("svg", on_svg) }
            { choice("png", on_png) }
            { choice("csv", on_csv) }
        </Menu>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct FigureProps {
    /// Identifier of the figure, and part of the names of the files.
    pub(crate) id: AttrValue,
    /// What the chart shows: the heading of the figure, and the title in files.
    pub(crate) title: AttrValue,
    /// Where the numbers come from and of when they are.
    pub(crate) note: AttrValue,
    /// The numbers of the chart.
    pub(crate) csv: Callback<(), String>,
    /// Switches and the like beside the heading.
    #[prop_or_default]
    pub(crate) tools: Html,
    /// The drawing, an `svg` of class `chart`, and whatever belongs to it.
    pub(crate) children: Html,
}

/// A chart with its heading and its downloads.
#[component]
pub(crate) fn ChartFigure(props: &FigureProps) -> Html {
    use_language();
    let FigureProps { id, title, note, csv, tools, children } = props;
    html! {
        <figure class="chart-figure" {id}>
            <div class="bar">
                <h3>{ title.clone() }</h3>
                { tools.clone() }
                <Downloads of={id.clone()} title={title.clone()} note={note.clone()} csv={csv.clone()} />
            </div>
            { children.clone() }
        </figure>
    }
}
