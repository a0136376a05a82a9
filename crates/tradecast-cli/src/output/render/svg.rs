//! Forecasts and arrivals as one SVG picture that needs nothing else: what `tradecast-chart` places, with axes and words.

use maud::{Markup, html};
use tradecast::{Answer, ForecastRow, Observation, Period, Series, money, number};
use tradecast_chart::{
    Extent, Fan, FanRow, FanSeries, Frame, Margins, Mark, Measure, Point, Scale, line, value_ticks,
    year_ticks,
};

const WIDTH: f64 = 720.0;
const FAN: f64 = 380.0;
const ARRIVAL: f64 = 200.0;
const MARGINS: Margins = Margins { top: 14.0, right: 24.0, bottom: 28.0, left: 64.0 };
/// Above the charts: a title, and a line below it.
const HEAD: f64 = 78.0;

const STYLE: &str = "\
text{font:13px system-ui,sans-serif;fill:#333}.title{font-size:17px;font-weight:600}.quiet{fill:#666}\
.grid{stroke:#e4e4e4}.band-0{fill:#7aa6d6}.band-1{fill:#a9c6e6}.band-2{fill:#d4e3f3}\
.median{fill:none;stroke:#1f4e86;stroke-width:2}.history{fill:none;stroke:#333;stroke-width:1.5}.mark{fill:#333}\
.weak{fill:#fff;stroke:#333;stroke-width:1.5}.target{stroke:#b3401f;stroke-width:1.5;stroke-dasharray:6 4}\
.target-name{fill:#b3401f}.curve{fill:none;stroke:#b3401f;stroke-width:2}";

/// The fan of an answer with its target, and below it the probability of having arrived, on the same years.
pub(crate) fn of_answer(answer: &Answer) -> Vec<u8> {
    let question = &answer.question;
    let target =
        (question.target.value(), format!("target {}", money(question.target.value(), &question.unit)));
    let step = step_of(question.origin);
    let chart = Chart::new(&answer.history, &answer.forecast, step, Some(target.0));
    let description = format!("{}, {}", question.series, answer.headline);
    let head = [question.series.clone(), answer.headline.clone()];
    let inside = html! {
        (chart.draw(Some(target), &question.unit))
        g transform=(format!("translate(0 {FAN})")) { (arrival(answer, &chart)) }
    };
    page(HEAD + FAN + ARRIVAL, &head, &description, &inside)
}

/// The fan of a forecast.
pub(crate) fn of_forecast(series: &Series, model: &str, forecast: &[ForecastRow]) -> Vec<u8> {
    let chart = Chart::new(series.observations(), forecast, step_of(series.last().period), None);
    let told = forecast.last().map_or_else(String::new, |last| {
        let bands: Vec<String> = last
            .bands
            .iter()
            .map(|band| format!("{} % band {} to {}", band.level, number(band.lo), number(band.hi)))
            .collect();
        format!("{}: median {}, {}", last.period, money(last.median, series.unit()), bands.join(", "))
    });
    let head = [format!("{}, {model}", series.name()), told];
    page(HEAD + FAN, &head, &head.join(". "), &chart.draw(None, series.unit()))
}

fn page(height: f64, head: &[String; 2], description: &str, inside: &Markup) -> Vec<u8> {
    let page = html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox=(format!("0 0 {WIDTH} {height}")) width=(WIDTH) height=(height)
            role="img" aria-label=(description) {
            style { (STYLE) }
            rect width="100%" height="100%" fill="#fff" {}
            text class="title" x="16" y="26" { (head[0]) }
            // A sentence may be longer than the picture is wide.
            @for (at, part) in textwrap::wrap(&head[1], 100).iter().take(2).enumerate() {
                text class="quiet" x="16" y=(if at == 0 { "44" } else { "59" }) style="font-size:12px" { (part) }
            }
            g transform=(format!("translate(0 {HEAD})")) { (inside) }
        }
    };
    let mut bytes = page.into_string().into_bytes();
    bytes.push(b'\n');
    bytes
}

fn step_of(period: Period) -> f64 {
    1.0 / f64::from(period.frequency().per_year())
}

fn round(pixel: f64) -> f64 {
    (10.0 * pixel).round() / 10.0
}

/// A fan and the scales it stands on.
struct Chart {
    frame: Frame,
    years: Scale,
    values: Scale,
    fan: Fan,
}

impl Chart {
    fn new(history: &[Observation], forecast: &[ForecastRow], step: f64, target: Option<f64>) -> Self {
        let marks: Vec<Mark> = history
            .iter()
            .map(|o| Mark { at: o.period.decimal_year(), value: o.value, weak: o.weak })
            .collect();
        let rows: Vec<FanRow> = forecast
            .iter()
            .map(|row| FanRow {
                at: row.period.decimal_year(),
                median: row.median,
                bands: row.bands.iter().map(|band| [band.lo, band.hi]).collect(),
            })
            .collect();
        let all_years = || marks.iter().map(|mark| mark.at).chain(rows.iter().map(|row| row.at));
        let (first, last) = all_years().fold((f64::MAX, f64::MIN), |(a, b), year| (a.min(year), b.max(year)));
        // Far ahead bands are so wide that they would press everything else to the ground: beside a target only the middle counts.
        let likely = |row: &FanRow| match target {
            Some(_) => row.median,
            None => row.bands.get(row.bands.len().saturating_sub(2)).map_or(row.median, |band| band[1]),
        };
        let values = marks.iter().map(|mark| mark.value).chain(rows.iter().map(likely));
        let top = values.chain(target.map(|target| 1.5 * target)).fold(0.0, f64::max);
        let frame = Frame::new(WIDTH, FAN, MARGINS);
        let years = frame.across(extent(first - step / 2.0, last + step / 2.0));
        let values = frame.up(extent(0.0, 1.06 * top), Measure::Linear);
        let series = FanSeries { history: &marks, step, forecast: &rows, ghost: &[] };
        Self { frame, years, values, fan: Fan::place(&series, &years, &values) }
    }

    fn draw(&self, target: Option<(f64, String)>, unit: &str) -> Markup {
        let Self { frame, values, fan, .. } = self;
        let ticks = value_ticks(values.extent(), 8);
        html! {
            (self.grid(frame, ticks.iter().map(|tick| (values.place(*tick), number(*tick)))))
            (self.year_names(frame))
            text class="quiet" x="8" y="4" { (unit) }
            clipPath id="plot" {
                rect x=(frame.left()) y=(frame.top()) width=(frame.right() - frame.left()) height=(frame.bottom() - frame.top()) {}
            }
            g clip-path="url(#plot)" {
                @for (at, band) in fan.bands.iter().enumerate().rev() {
                    path class=(format!("band-{}", at.min(2))) d=(band) {}
                }
                path class="median" d=(fan.median) {}
            }
            path class="history" d=(fan.history) {}
            @for mark in &fan.marks {
                circle class=(if mark.weak { "weak" } else { "mark" }) cx=(round(mark.centre.x)) cy=(round(mark.centre.y)) r="2.8" {}
            }
            @if let Some((level, name)) = target {
                @let y = round(values.place(level));
                line class="target" x1=(frame.left()) x2=(frame.right()) y1=(y) y2=(y) {}
                text class="target-name" x=(frame.left() + 6.0) y=(y - 5.0) { (name) }
            }
        }
    }

    fn grid(&self, frame: &Frame, ticks: impl Iterator<Item = (f64, String)>) -> Markup {
        html! {
            @for (y, label) in ticks {
                line class="grid" x1=(frame.left()) x2=(frame.right()) y1=(round(y)) y2=(round(y)) {}
                text class="quiet" x=(frame.left() - 8.0) y=(round(y + 4.5)) text-anchor="end" { (label) }
            }
        }
    }

    fn year_names(&self, frame: &Frame) -> Markup {
        html! {
            @for year in year_ticks(self.years.extent(), self.years.pitch(), 48.0) {
                text class="quiet" x=(round(self.years.place(f64::from(year)))) y=(frame.bottom() + 18.0) text-anchor="middle" { (year) }
            }
        }
    }
}

fn extent(from: f64, to: f64) -> Extent {
    Extent::covering([from, to.max(from + 1e-9)]).expect("two finite numbers")
}

/// The probability of having arrived by each period, as steps on the years of the chart.
fn arrival(answer: &Answer, chart: &Chart) -> Markup {
    let frame = Frame::new(WIDTH, ARRIVAL, Margins { top: 22.0, ..MARGINS });
    let up = frame.up(extent(0.0, 1.0), Measure::Linear);
    let rows = answer.arrival.by.iter();
    let points = rows.map(|row| {
        Some(Point { x: chart.years.place(row.period.decimal_year()), y: up.place(row.probability) })
    });
    html! {
        text class="quiet" x="16" y="12" { "probability of having reached the target, %" }
        (chart.grid(&frame, [0.0, 0.25, 0.5, 0.75, 1.0].into_iter().map(|share| (up.place(share), format!("{:.0}", 100.0 * share)))))
        (chart.year_names(&frame))
        path class="curve" d=(line(points)) {}
    }
}
