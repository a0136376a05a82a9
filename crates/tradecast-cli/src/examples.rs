//! Examples that the help of each command ends with; a test runs every one of them.

/// Those of the program itself, which are about the case inside.
pub(crate) fn top() -> String {
    let case = tradecast_data::default_case();
    let partner = match case.partner.contains(' ') {
        true => format!("\"{}\"", case.partner),
        false => case.partner.clone(),
    };
    let decided_by = format!("tradecast --decided-by {partner}");
    format!(
        "Examples:
  tradecast                                   {}-{} and its target: data inside
  tradecast --as-of 2022                      the same, with what was known then
  tradecast --as-of 2023-04 --reading 2023-01..2023-04=185          and what the year so far says
  {decided_by:<42}  the same goal, as the other country counts
{TOP}",
        case.reporter, case.partner
    )
}

const TOP: &str = "  tradecast arrive trade.csv --target 1000 --by 2030
  tradecast rank pairs.csv --target-multiple 2 --by 2030            which of many are on track
  tradecast check trade.csv                   how a file is understood, and what is odd in it
  tradecast sensitivity --by 2030
  tradecast solve --by 2030 --probability 80 --lever growth

Every command has examples of its own: tradecast COMMAND --help

Input is a table of series, periods and values, long or wide, as CSV or XLSX, or as UN Comtrade, WITS
and the IMF hand it out; tradecast check FILE tells how it is understood. Plainest is CSV with the
header series,period,value. Results go to standard output, messages to standard error; colours only
where they can be seen and NO_COLOR is not set.
Exit status: 0 answered, 1 could not answer, 2 bad usage or data.";

pub(crate) const ARRIVE: &str = "\
Examples:
  tradecast arrive trade.csv --target 1000 --by 2030
  tradecast arrive trade.csv --target-multiple 2 --set growth=2 --set \"volatility=pert(0.8, 1, 1.5)\"
  tradecast arrive pairs.csv --target-multiple 2 --format csv > arrivals.csv
  tradecast arrive trade.csv --target 1000 --format html > report.html         to send on
  tradecast arrive trade.csv --target 1000 --width 60          for a narrow column
  cat trade.csv | tradecast arrive - --target 1000 --priors none";

pub(crate) const RANK: &str = "\
Examples:
  tradecast rank pairs.csv --target-multiple 2 --by 2010
  tradecast rank pairs.csv --target-multiple 2 --by 2010 --reference pairs.csv --format csv
  tradecast rank pairs.csv --targets targets.csv --top 10 --format markdown";

pub(crate) const SENSITIVITY: &str = "\
Examples:
  tradecast sensitivity --by 2030
  tradecast sensitivity --scenario programme-2027 --by 2030
  tradecast sensitivity trade.csv --target 1000 --swing 50 --ends growth=-1:2";

pub(crate) const SOLVE: &str = "\
Examples:
  tradecast solve --by 2030 --probability 80 --lever growth
  tradecast solve --by 2030 --probability 80 --lever growth --lever programme:2
  tradecast solve trade.csv --target 1000 --by 2030 --probability 50 --lever growth --format json";

pub(crate) const LIST: &str = "\
Examples:
  tradecast scenario list
  tradecast scenario list --format markdown";

pub(crate) const NEW: &str = "\
Examples:
  tradecast scenario new \"My plan\"             on standard output
  tradecast scenario new \"My plan\" --from collapse-2009 --out mine.toml";

pub(crate) const RUN: &str = "\
Examples:
  tradecast scenario run collapse-2009 --by 2030
  tradecast scenario run plan.toml trade.csv --target 1000";

pub(crate) const COMPARE: &str = "\
Examples:
  tradecast scenario compare programme-2027 corridor-relief-2027 collapse-2009 --by 2030
  tradecast scenario compare plan.toml --data trade.csv --target 1000";

pub(crate) const FORECAST: &str = "\
Examples:
  tradecast forecast trade.csv --horizon 6 --model all --format csv
  tradecast forecast pairs.csv --format csv --out forecasts.csv    add --resume if interrupted
  tradecast forecast trade.csv --model elastic-net --regressors gdp-and-oil.csv";

pub(crate) const FIT: &str = "\
Examples:
  tradecast fit
  tradecast fit trade.csv --model arima:1,1,0 --format json";

pub(crate) const BACKTEST: &str = "\
Examples:
  tradecast backtest --priors none
  tradecast backtest pairs.csv --origins 1985:1994:3 --priors origin --report backtest.html
  tradecast backtest pairs.csv --hold-out 6 --priors none
  tradecast backtest pairs.csv --origins 1985:1994:3 --priors origin --write-record priors.toml";

pub(crate) const CALIBRATE: &str = "\
Examples:
  tradecast calibrate --panel pairs.csv --as-of 2000 --out priors.toml
  tradecast calibrate --panel pairs.csv --out priors.toml --source \"where it came from\"";

pub(crate) const CHECK: &str = "\
Examples:
  tradecast check trade.csv
  tradecast check pairs.csv --format json";

pub(crate) const COMPLETIONS: &str = "\
Examples:
  tradecast completions bash > tradecast.bash
  tradecast completions zsh > _tradecast
  tradecast completions fish > tradecast.fish
  tradecast completions powershell > tradecast.ps1";

pub(crate) const MAN: &str = "\
Examples:
  tradecast man --out man1";

#[cfg(feature = "serve")]
pub(crate) const SERVE: &str = "\
Examples:
  tradecast serve
  tradecast serve --port 8000 --log
  tradecast serve --allow-origin https://example.org --seconds 60";
