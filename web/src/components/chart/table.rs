//! The numbers of the charts as a table, and as a file.

use tradecast::Answer;
use yew::prelude::*;

use crate::text::{self, say};
use crate::{browser, view};

pub(crate) fn table(answer: &Answer) -> Html {
    let rows = view::rows(answer);
    let (ahead, known): (Vec<&view::Row>, Vec<&view::Row>) = rows.iter().partition(|row| row.ahead.is_some());
    let levels = view::levels(answer);
    let zeros = view::has_zeros(answer);
    html! {
        <>
            <div class="scroll tall" tabindex="0" role="region" aria-label={say!("table.title")}>
                <table id="table">
                    <caption>{ view::table::table_caption(answer) }</caption>
                    <thead>
                        <tr>
                            <th scope="col">{ say!("table.period") }</th>
                            <th scope="col" class="number">{ say!("table.on_record") }</th>
                            <th scope="col" class="number">{ say!("table.median") }</th>
                            { for levels.iter().map(|level| html! {
                                <th scope="col" class="number">{ say!("table.band", level = text::number(*level)) }</th>
                            }) }
                            <th scope="col" class="number">{ say!("table.reached") }</th>
                            <th scope="col" class="number">{ say!("table.above") }</th>
                            <th scope="col" class="number">{ say!("table.stays") }</th>
                            if zeros {
                                <th scope="col" class="number">{ say!("table.no_trade") }</th>
                            }
                        </tr>
                    </thead>
                    <tbody>{ for ahead.iter().map(|row| table_row(row, levels.len(), zeros)) }</tbody>
                    <tbody>{ for known.iter().rev().map(|row| table_row(row, levels.len(), zeros)) }</tbody>
                </table>
            </div>
            <p class="small">
                <a id="download" href={browser::file_address("text/csv", &view::table::csv(answer, &rows))} download={view::table::CSV_NAME}>{ say!("table.download") }</a>
            </p>
        </>
    }
}

fn table_row(row: &view::Row, bands: usize, zeros: bool) -> Html {
    let note = row.known.as_ref().filter(|known| known.weak).map(|known| text::translated(&known.note));
    let empty = || html! { <td class="number"></td> };
    html! {
        <tr>
            <th scope="row">{ text::short_period(row.period) }</th>
            <td class="number" title={note}>{ view::table::on_record(row) }</td>
            if let Some(view::ForecastCells { median, bands, reached, above, stays, zero }) = &row.ahead {
                <td class="number">{ text::about_number(*median) }</td>
                { for bands.iter().map(|band| html! { <td class="number">{ text::band(band) }</td> }) }
                <td class="number">{ text::percent(*reached) }</td>
                <td class="number">{ text::percent(*above) }</td>
                <td class="number">{ text::percent(*stays) }</td>
                if zeros {
                    <td class="number">{ text::percent(*zero) }</td>
                }
            } else {
                { for (0..bands + 4 + usize::from(zeros)).map(|_| empty()) }
            }
        </tr>
    }
}
