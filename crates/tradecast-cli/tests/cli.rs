//! The command as a user runs it: what it prints, where, and with which exit status.

mod common;

use assert_cmd::Command;
use serde_json::Value;
use tradecast::{ModelChoice, ModelId, Observation, Series, Settings, fit_with_priors};

use common::{json, tradecast};

/// Ten years of a made-up series.
const SERIES: &str = "series,period,value\nA-B,2013,100\nA-B,2014,108\nA-B,2015,99\nA-B,2016,121\nA-B,2017,130\nA-B,2018,128\nA-B,2019,150\nA-B,2020,131\nA-B,2021,160\nA-B,2022,172\n";

#[test]
fn without_arguments_the_flagship_page_is_complete() {
    let run = tradecast(&[], "");
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    for part in [
        "Kazakhstan–Azerbaijan turnover",
        "$1,000 m",
        "as of 2024",
        "┄",
        "by 2030",
        "stays so from then on",
        "Without what other pairs teach (--priors none): ",
        "What it would take",
        "Models",
        "Track record",
        "other series, up to 10 years ahead",
        "2017 is missing",
        "Sources",
        "https://",
        "seed 1",
    ] {
        assert!(run.out.contains(part), "{part:?} is missing from\n{}", run.out);
    }
    assert!(run.out.lines().all(|line| line.chars().count() <= 120));
}

#[test]
fn as_of_2022_knows_nothing_later() {
    let answer = json(&["--as-of", "2022", "--format", "json"], "");
    assert_eq!(answer["question"]["origin"], "2022");
    assert_eq!(answer["question"]["last_value"], 461.9);
    let periods: Vec<&str> = answer["history"]
        .as_array()
        .expect("list")
        .iter()
        .map(|o| o["period"].as_str().expect("text"))
        .collect();
    assert_eq!((periods[0], periods[periods.len() - 1]), ("1992", "2022"));
    assert!(!periods.contains(&"2017"));
    let run = tradecast(&["--as-of", "2022"], "");
    let sources = run.out.split("Sources").nth(1).expect("sources");
    assert!(sources.contains("2022: Kazakhstan") && !sources.contains("2023: "), "{sources}");
}

/// The flagship question of 2022 beside what came: page, JSON and guide say the same.
#[test]
fn what_has_happened_since_is_compared() {
    let answer = json(&["--as-of", "2022", "--format", "json"], "");
    let since = answer["since"].as_array().expect("list");
    assert_eq!(since.iter().map(|row| &row["value"]).collect::<Vec<_>>(), [529.4, 530.0]);
    assert_eq!(since.iter().map(|row| &row["weak"]).collect::<Vec<_>>(), [false, true]);
    assert_eq!(since[0]["median"], answer["forecast"][0]["median"]);
    assert_eq!(since[1]["band"], answer["forecast"][1]["bands"][1]);
    let page = tradecast(&["--as-of", "2022", "--format", "markdown"], "").out;
    let section = page.split("## What has happened since\n\n").nth(1).expect("the section");
    let table: String =
        section.lines().take_while(|line| line.starts_with('|')).map(|line| format!("{line}\n")).collect();
    assert_eq!(table.lines().count(), 4, "{table}");
    let guide = include_str!("../../tradecast/guide/trust.md");
    assert!(guide.contains(&table), "guide/trust.md must hold the table of --as-of 2022:\n{table}");
    let guide = guide.split_whitespace().collect::<Vec<_>>().join(" ");
    let (_, error) = section.split_once("Median forecasts were ").expect("the summary");
    let (error, _) = error.split_once(" below").expect("below what happened");
    let next = tradecast::money(answer["forecast"][2]["median"].as_f64().expect("number"), "USD m");
    for figure in [format!("the median, which was {error} too low"), format!("2025 had a median of {next}")] {
        assert!(guide.contains(&figure), "guide/trust.md must say {figure:?}");
    }
    let inside = since.iter().filter(|row| row["inside"] == true).count();
    for part in [
        &format!("Inside the 80 % band: {inside} of 2"),
        "2024 is weak: ",
        "$600.3 m from 2025-01 to 2025-10",
    ] {
        assert!(section.contains(part), "{part:?} is missing from\n{section}");
    }
    let text = tradecast(&["--as-of", "2022"], "").out;
    assert!(text.contains("What has happened since") && text.contains("$530 m (weak)"), "{text}");
    for now in [json(&["--format", "json"], ""), json(&["--as-of", "2024", "--format", "json"], "")] {
        assert!(now.get("since").is_none());
    }
}

/// Of a file as well; what is known only inside is not said of it.
#[test]
fn a_file_is_compared_with_its_own_later_values() {
    let asked = ["arrive", "-", "--as-of", "2019", "--target", "300", "--horizon", "2"];
    let answer = json(&[&asked[..], &["--format", "json"]].concat(), SERIES);
    let periods: Vec<&Value> =
        answer["since"].as_array().expect("list").iter().map(|row| &row["period"]).collect();
    assert_eq!(periods, ["2020", "2021"], "as far as the horizon");
    let page = tradecast(&asked, SERIES).out;
    assert!(page.contains(" of 2 (an honest one") && !page.contains("2025"), "{page}");
}

#[test]
fn the_answer_has_the_documented_shape() {
    let answer = json(&["arrive", "--target", "1000", "--by", "2030", "--format", "json"], "");
    for field in [
        "schema",
        "engine",
        "seed",
        "data_hash",
        "question",
        "history",
        "models",
        "forecast",
        "arrival",
        "required_growth",
        "components",
        "track_record",
        "warnings",
        "headline",
    ] {
        assert!(!answer[field].is_null(), "{field}");
    }
    for field in ["by", "median", "interval50", "interval80", "not_within_horizon", "already_reached"] {
        assert!(!answer["arrival"][field].is_null(), "{field}");
    }
    for field in ["by", "median", "interval80", "not_within_horizon"] {
        assert!(!answer["arrival"]["stays"][field].is_null(), "{field}");
    }
    for field in ["outcomes", "coverage80", "brier", "brier_of_base_rate", "relative_to_naive"] {
        assert!(answer["panel_record"][field].is_number(), "{field}");
    }
    for field in ["by", "pct_per_year", "base_rate"] {
        assert!(!answer["required_growth"][field].is_null(), "{field}");
    }
    assert!(answer["warnings"][0]["where"].is_string());
    assert_eq!(answer["forecast"].as_array().map(Vec::len), Some(28));
}

/// Text and Markdown say what JSON says: how likely the target is reached, and stays so; and what it is with other priors.
#[test]
fn what_stays_and_what_priors_change_is_said() {
    let percent = |value: &Value| tradecast::percent(value.as_f64().expect("number"));
    let with =
        |args: &[&'static str]| -> Vec<&str> { ["--by", "2030"].iter().chain(args).copied().collect() };
    let answer = |args: &[&'static str]| json(&with(&[args, &["--format", "json"]].concat()), "");
    let (usual, alone) = (answer(&[]), answer(&["--priors", "none"]));
    let in_2030 = |rows: &Value| {
        let rows = rows.as_array().expect("list");
        percent(&rows.iter().find(|row| row["period"] == "2030").expect("within the horizon")["probability"])
    };
    let reached = |answer: &Value| in_2030(&answer["arrival"]["by"]);
    let above = |answer: &Value| in_2030(&answer["arrival"]["above"]);
    let stays = |answer: &Value| in_2030(&answer["arrival"]["stays"]["by"]);
    assert_ne!(reached(&usual), reached(&alone));
    assert_ne!(reached(&usual), stays(&usual));
    assert!(alone["panel_record"].is_null());
    let text = tradecast(&with(&[]), "").out;
    let row = text.lines().find(|line| line.contains("by 2030 ")).expect("the deadline is a row");
    assert!(row.contains(&reached(&usual)) && row.contains(&stays(&usual)), "{row}");
    let other = format!("(--priors none): around {}", alone["arrival"]["median"].as_str().expect("reached"));
    assert!(text.contains(&other) && text.contains(&format!("{} by 2030.", reached(&alone))), "{text}");
    let markdown = tradecast(&with(&["--priors", "none", "--format", "markdown"]), "").out;
    let row = format!("| 2030 | {} | {} | {} |", reached(&alone), above(&alone), stays(&alone));
    assert!(markdown.contains(&row), "{row} is missing from\n{markdown}");
    let other = format!(
        "priors inside): around {}, {} by 2030.",
        usual["arrival"]["median"].as_str().expect("reached"),
        reached(&usual)
    );
    assert!(markdown.contains(&other), "{other} is missing from\n{markdown}");
    // Where priors have no say there is nothing to tell.
    let naive = tradecast(&with(&["--model", "naive"]), "").out;
    assert!(!naive.contains("other pairs teach"), "{naive}");
    let already = tradecast(&["--target", "300"], "").out;
    assert!(already.contains("already reached") && !already.contains("other pairs teach"), "{already}");
}

/// What was read of the year to come is used as far as it was known, and can be left out.
#[test]
fn readings_inside_inform_the_year_to_come() {
    let answer = |args: &[&str]| json(&[args, &["--by", "2030", "--format", "json"]].concat(), "");
    let (usual, without) = (answer(&[]), answer(&["--readings", "none"]));
    let nowcast = &usual["nowcast"];
    assert_eq!(nowcast["period"], "2025");
    let used: Vec<&Value> =
        nowcast["readings"].as_array().expect("list").iter().filter(|r| r["used"] == true).collect();
    assert_eq!(used.len(), 1, "they overlap, so that one counts");
    assert_eq!((&used[0]["months"], &used[0]["says"]), (&"Jan to Oct 2025".into(), &"$600.3 m".into()));
    let number = |value: &Value| value.as_f64().expect("number");
    let median = |answer: &Value| number(&answer["forecast"][0]["median"]);
    // The forecast is that of the nowcast: quantiles of the same paths, interpolated in logs and in values.
    assert!((median(&usual) / number(&nowcast["after"]["median"]) - 1.0).abs() < 1e-3);
    assert!((median(&without) / number(&nowcast["before"]["median"]) - 1.0).abs() < 1e-3);
    assert!(median(&usual) > median(&without));
    assert_eq!(usual["mirror_gaps"][0]["reporter"], "Azerbaijan");
    assert_eq!(usual["mirror_gaps"][0]["years"], serde_json::json!(["2018", "2021", "2023", "2024"]));
    for field in ["nowcast", "mirror_gaps"] {
        assert!(without.get(field).is_none(), "{field}");
    }
    // The lever that takes all weight from them does the same.
    let unweighted = answer(&["--set", "readings=0"]);
    assert_eq!(
        (&unweighted["arrival"], &unweighted["forecast"]),
        (&without["arrival"], &without["forecast"])
    );
    assert!(unweighted.get("nowcast").is_none());

    assert!(answer(&["--as-of", "2022"]).get("nowcast").is_none());
    let april = answer(&["--as-of", "2023-04"]);
    assert_eq!(april["question"]["origin"], "2022");
    assert_eq!(april["nowcast"]["readings"].as_array().map(Vec::len), Some(1));
    assert!(april["nowcast"]["readings"][0]["says"].as_str().expect("text").starts_with("+14 %"));

    let summary = nowcast["summary"].as_str().expect("text");
    let markdown = tradecast(&["--format", "markdown"], "").out;
    assert!(markdown.contains(&format!("## The year so far\n\n{summary}")), "{markdown}");
    let text = tradecast(&[], "").out;
    assert!(text.contains("The year so far") && text.contains("Jan to Oct 2025: Azerbaijan"), "{text}");
    assert!(!tradecast(&["--readings", "none"], "").out.contains("The year so far"));
}

#[test]
fn readings_can_be_given_for_any_yearly_series() {
    let arrive = |reading: &str| {
        json(&["arrive", "-", "--target", "300", "--reading", reading, "--format", "json"], SERIES)
    };
    let (weak, strong) = (arrive("2023-01..2023-03=30"), arrive("2023-Q1..2023-Q3=180"));
    let median = |answer: &Value| answer["forecast"][0]["median"].as_f64().expect("number");
    assert!(median(&weak) < median(&strong));
    let whole = arrive("2023-01..2023-12=190");
    assert!((median(&whole) - 190.0).abs() < 1e-9);
    let growth = arrive("2023-01..2023-06=+50%");
    assert!(growth["nowcast"]["readings"][0]["weight"].as_f64().expect("number") > 0.0);

    let many = SERIES.to_owned() + "C-D,2020,5\nC-D,2021,6\nC-D,2022,7\n";
    let quarters: String = (0..12).map(|q| format!("{}-Q{},{}\n", 2019 + q / 4, q % 4 + 1, 5 + q)).collect();
    let quarters = format!("period,value\n{quarters}");
    let cases = [
        ("2023-01=", SERIES, "gives no number"),
        ("2022-01=5", SERIES, "not about 2023"),
        ("2023-01=5@they", SERIES, "nothing is known of how \"they\" counts"),
        ("2023-01=5", many.as_str(), "about one series"),
        ("2022-01=5", quarters.as_str(), "add them to it"),
    ];
    for (reading, input, part) in cases {
        let run = tradecast(&["arrive", "-", "--target", "300", "--reading", reading], input);
        assert_eq!(run.status, 2, "{reading}: {}", run.err);
        assert!(run.err.contains(part), "{reading}: {}", run.err);
    }
}

#[test]
fn another_reporter_can_decide_whether_the_target_is_met() {
    let answer = |args: &[&str]| json(&[args, &["--by", "2030", "--format", "json"]].concat(), "");
    let (ours, theirs) = (answer(&[]), answer(&["--decided-by", "Azerbaijan"]));
    assert_eq!(ours["forecast"], theirs["forecast"]);
    assert_ne!(ours["arrival"], theirs["arrival"]);
    assert_eq!(theirs["question"]["target"]["decided_by"], "Azerbaijan");
    assert!(theirs["headline"].as_str().expect("text").contains("as Azerbaijan counts it"));
    assert!(theirs["warnings"].as_array().expect("list").iter().any(|w| w["code"] == "decided_by"));
    let pct = |answer: &Value| answer["required_growth"]["pct_per_year"].as_f64().expect("number");
    assert!(pct(&theirs) > pct(&ours), "they counted 470 in 2024, and we 530");
    assert_eq!(answer(&["--decided-by", "Kazakhstan"])["arrival"], ours["arrival"]);
    // What Azerbaijan has counted by October counts: it is likelier than not above 550 in 2025 by its own figures.
    let early =
        json(&["--target", "550", "--decided-by", "Azerbaijan", "--by", "2025", "--format", "json"], "");
    assert!(early["arrival"]["by"][0]["probability"].as_f64().expect("number") > 0.9);
    let run = tradecast(&["--decided-by", "Nobody"], "");
    assert_eq!(run.status, 2);
    assert!(run.err.contains("those known are Kazakhstan and Azerbaijan"), "{}", run.err);
}

#[test]
fn csv_columns_are_those_promised() {
    let arrive = tradecast(&["arrive", "-", "--target", "300", "--horizon", "3", "--format", "csv"], SERIES);
    let lines: Vec<&str> = arrive.out.lines().collect();
    assert_eq!(lines[0], "series,target,horizon,period,probability,at_or_above,stays,zero");
    assert!(lines[1].starts_with("A-B,300,1,2023,0."), "{}", lines[1]);
    assert_eq!(lines.len(), 4);
    let forecast = tradecast(&["forecast", "-", "--horizon", "2", "--format", "csv"], SERIES);
    let lines: Vec<&str> = forecast.out.lines().collect();
    assert_eq!(lines[0], "series,model,period,horizon,mean,median,lo50,hi50,lo80,hi80,lo95,hi95,zero");
    assert!(lines[1].starts_with("A-B,auto,2023,1,"), "{}", lines[1]);
    assert_eq!(lines.len(), 3);
    let fit = tradecast(&["fit", "-", "--model", "drift", "--format", "csv"], SERIES);
    assert!(
        fit.out.starts_with(
            "series,model,weight,converged,parameter,value,std_error,unit\nA-B,drift,1,true,drift,"
        ),
        "{}",
        fit.out
    );
}

/// A forecast without a target has paths of its own, in number; from as many it is that of an answer, which page, package and service
/// give too.
#[test]
fn a_forecast_is_that_of_an_answer_from_as_many_paths() {
    let Settings { horizon, paths, .. } = Settings::for_forecast();
    let (horizon, of_forecast) = (horizon.to_string(), paths.to_string());
    let of_answer = Settings::default().paths.to_string();
    let ask = ["arrive", "-", "--target", "300", "--horizon", &horizon, "--format", "json"];
    let usual = json(&["forecast", "-", "--format", "json"], SERIES);
    assert_eq!(usual["paths"], paths);
    let answer = json(&[&ask[..], &["--paths", &of_forecast]].concat(), SERIES);
    assert_eq!(usual["forecasts"][0]["forecast"], answer["forecast"]);
    let more = json(&["forecast", "-", "--paths", &of_answer, "--format", "json"], SERIES);
    assert_eq!(more["forecasts"][0]["forecast"], json(&ask, SERIES)["forecast"]);
    for format in ["text", "markdown"] {
        let told = tradecast(&["forecast", "-", "--format", format], SERIES).out;
        assert!(told.contains("4,000 simulated paths, seed 1."), "{told}");
    }
}

#[test]
fn every_command_has_every_format() {
    for command in ["arrive", "forecast", "fit"] {
        for format in ["text", "json", "csv", "markdown"] {
            let mut args = vec![command, "-", "--format", format];
            if command == "arrive" {
                args.extend(["--target-multiple", "2"]);
            }
            let run = tradecast(&args, SERIES);
            assert_eq!(run.status, 0, "{command} {format}: {}", run.err);
            assert!(!run.out.is_empty() && !run.out.contains("NaN"), "{command} {format}");
        }
    }
}

#[test]
fn forecast_all_gives_each_model_and_tells_which_failed() {
    let args = ["forecast", "-", "--model", "all", "--priors", "pairs", "--horizon", "1", "--format", "csv"];
    let run = tradecast(&args, SERIES);
    let models: Vec<&str> = run.out.lines().skip(1).filter_map(|line| line.split(',').nth(1)).collect();
    let rows = SERIES.lines().skip(1).map(|row| {
        let (period, value) = row.trim_start_matches("A-B,").split_once(',').expect("a row");
        Observation::new(period.parse().expect("a year"), value.parse().expect("a number"))
    });
    let series = Series::new("A-B", rows.collect()).expect("valid");
    let priors = tradecast_data::priors();
    // Every model of the engine: forecast where it can be fitted to the series, and otherwise explained.
    let (fitted, missing): (Vec<ModelId>, Vec<ModelId>) = ModelId::ALL
        .into_iter()
        .partition(|id| fit_with_priors(&series, &ModelChoice::One(*id), Some(&priors)).is_ok());
    assert_eq!(models, fitted.iter().map(ToString::to_string).collect::<Vec<_>>());
    assert!(
        fitted.len() >= 20,
        "only growth curves need a ceiling that such a series does not show: {missing:?}"
    );
    for model in missing {
        let explained = format!("model \"{model}\" cannot be fitted");
        assert!(run.err.contains(&explained), "{model} is neither forecast nor explained: {}", run.err);
    }
}

/// Five years of quarters whose last is the best: the factors are told in every format, and nothing is told of a season that a
/// yearly series cannot have.
#[test]
fn the_season_is_told_where_there_is_one() {
    let row = |t: i32| {
        let peak = if t % 4 == 3 { 60 } else { 0 };
        format!("shop,{}-Q{},{}\n", 2018 + t / 4, t % 4 + 1, 100 + t + t * t * 7 % 5 + peak)
    };
    let quarters = "series,period,value\n".to_owned() + &(0..20).map(row).collect::<String>();
    for (command, format, told) in [
        ("fit", "text", "Q4"),
        ("fit", "markdown", "| Q4 | +"),
        ("fit", "csv", "shop,season,,true,Q4,1."),
        ("fit", "json", "\"season\": ["),
        ("arrive", "text", "put back into every path"),
        ("arrive", "markdown", "## Season"),
        ("arrive", "json", "\"season\": ["),
    ] {
        let ask = |data: &str| {
            let target: &[&str] = match command {
                "arrive" if data == quarters => &["--target-multiple", "2", "--target-per", "quarter"],
                "arrive" => &["--target-multiple", "2"],
                _ => &[],
            };
            let run = tradecast(&[&[command, "-", "--format", format], target].concat(), data);
            assert_eq!(run.status, 0, "{command} {format}: {}", run.err);
            run.out
        };
        let out = ask(&quarters);
        assert!(out.contains(told), "{command} {format}: {out}");
        assert!(!ask(SERIES).contains("eason"), "{command} {format}");
    }
}

#[test]
fn regressors_explain_growth_where_a_model_asks_for_them() {
    let folder = std::env::temp_dir().join(format!("tradecast-regressors-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let file = |name: &str, years: std::ops::Range<i32>| {
        let row = |year| format!("GDP,{year},{}\n", 50 + (year - 2013) * 3 + year * 13 % 5);
        let text = "series,period,value\n".to_owned() + &years.map(row).collect::<String>();
        let path = folder.join(name);
        std::fs::write(&path, text).expect("written");
        path.to_str().expect("UTF-8").to_owned()
    };
    let (long, short) = (file("long.csv", 2010..2026), file("short.csv", 2015..2023));
    let fit = ["fit", "-", "--model", "elastic-net", "--format", "csv", "--regressors"];
    let with = |args: &[&str], file: &str| tradecast(&[args, &[file]].concat(), SERIES);
    let run = with(&fit, &long);
    assert!(run.status == 0 && run.out.contains("A-B,elastic-net,1,true,GDP,"), "{} {}", run.out, run.err);
    let forecast = ["forecast", "-", "--model", "elastic-net", "--regressors"];
    let run = with(&forecast, &long);
    assert!(run.out.contains("takes the values of GDP up to 2025 as known"), "{} {}", run.out, run.err);
    let run = with(&["forecast", "-", "--as-of", "2022", "--model", "elastic-net", "--regressors"], &long);
    assert!(run.status == 0 && !run.out.contains("GDP"), "nothing later than 2022 is known: {}", run.out);
    let run = with(&["arrive", "-", "--target", "300", "--model", "elastic-net", "--regressors"], &short);
    assert!(run.status == 2 && run.err.contains("\"GDP\" has no value for 2013"), "{}", run.err);
    let run = with(&["arrive", "-", "--target", "300", "--regressors"], &long);
    assert!(run.status == 2 && run.err.contains("elastic-net"), "{}", run.err);
    std::fs::remove_dir_all(folder).expect("removed");
}

#[test]
fn many_series_are_answered_in_order_and_one_bad_one_stops_nothing() {
    let mut file = String::from("series,period,value\n");
    for name in ["zebra", "apple", "mango"] {
        for year in 2010..2022 {
            file.push_str(&format!("{name},{year},{}\n", 100 + (year - 2010) * 7 + (year * 13 % 5)));
        }
    }
    file.push_str("broken,2020,abc\nshort,2020,5\n");
    let run =
        tradecast(&["arrive", "-", "--target-multiple", "1.5", "--horizon", "2", "--format", "csv"], &file);
    assert_eq!(run.status, 0);
    let names: Vec<&str> = run.out.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    assert_eq!(names, ["zebra", "zebra", "apple", "apple", "mango", "mango"]);
    assert!(run.err.contains("error\tbroken\t") && run.err.contains("error\tshort\t"), "{}", run.err);
    let all = json(&["arrive", "-", "--target-multiple", "1.5", "--format", "json"], &file);
    assert_eq!(all.as_array().map(Vec::len), Some(3));
}

#[test]
fn the_number_of_threads_does_not_change_the_answer() {
    let mut file = String::from("series,period,value\n");
    for name in 0..40 {
        for year in 2010..2022 {
            file.push_str(&format!(
                "s{name},{year},{}\n",
                100 + (year - 2010) * (name % 9) + (year * (13 + name) % 7)
            ));
        }
    }
    let at = |threads: &str| {
        let mut command = Command::cargo_bin("tradecast").expect("built");
        let command = command
            .env("RAYON_NUM_THREADS", threads)
            .args(["forecast", "-", "--paths", "500", "--format", "csv"]);
        command.write_stdin(file.clone()).output().expect("runs").stdout
    };
    assert!(at("1") == at("4"));
}

/// Bad input: one clear message that names the place and the fix, the right exit status, and no panic.
#[test]
fn bad_input_is_told_clearly() {
    let rows = |body: &str| format!("series,period,value\nA,2019,1\nA,2020,2\n{body}");
    let arrive = ["arrive", "-", "--target", "10"];
    let cases: Vec<(Vec<&str>, String, i32, &[&str])> = vec![
        (arrive.to_vec(), String::new(), 2, &["empty"]),
        (arrive.to_vec(), "series,period\nA,2019\n".into(), 2, &["value", "--value-column"]),
        (arrive.to_vec(), rows("A,2021,abc\n"), 2, &["4", "value", "abc"]),
        (arrive.to_vec(), rows("A,2021,-3\n"), 2, &["4", "value", "-3"]),
        (arrive.to_vec(), rows("A,2021,0\n"), 1, &["no trade since 2021", "2 positive", "1 zero", "3"]),
        (arrive.to_vec(), rows("A,2021,NaN\n"), 2, &["4", "value", "NaN"]),
        (arrive.to_vec(), rows("A,2020,3\n"), 2, &["4", "period", "2020", "3"]),
        (arrive.to_vec(), rows("A,20x1,3\n"), 2, &["4", "period", "20x1"]),
        (arrive.to_vec(), "series,period,value\nA,2019,1\n".into(), 1, &["1 observation", "3"]),
        (vec!["arrive", "-", "--target", "0"], SERIES.into(), 2, &["target", "0"]),
        (vec!["arrive", "-", "--target", "-5"], SERIES.into(), 2, &["target", "-5"]),
        (vec!["arrive", "-"], SERIES.into(), 2, &["--target"]),
        (
            vec!["arrive", "-", "--target", "300", "--horizon", "0"],
            SERIES.into(),
            2,
            &["horizon", "0", "480"],
        ),
        (
            vec!["arrive", "-", "--target", "300", "--horizon", "10000"],
            SERIES.into(),
            2,
            &["horizon", "10000", "480"],
        ),
        (vec!["arrive", "-", "--target", "300", "--by", "2100"], SERIES.into(), 2, &["2100", "2023", "2050"]),
        (vec!["arrive", "-", "--target", "300", "--as-of", "1999"], SERIES.into(), 1, &["1999", "2013"]),
        (
            vec!["arrive", "-", "--target", "300", "--model", "magic"],
            SERIES.into(),
            2,
            &["magic", "log-linear"],
        ),
        (
            vec!["arrive", "-", "--target", "300", "--set", "growth=99"],
            SERIES.into(),
            2,
            &["growth", "99", "15"],
        ),
        (
            vec!["arrive", "-", "--target", "300", "--set", "wind=1"],
            SERIES.into(),
            2,
            &["wind", "volatility"],
        ),
        (vec!["arrive", "/no/such/file.csv", "--target", "300"], String::new(), 2, &["/no/such/file.csv"]),
        (
            vec!["arrive", "-", "--target", "300", "--scenario", "/no/such/plan.toml"],
            SERIES.into(),
            2,
            &["/no/such/plan.toml"],
        ),
    ];
    for (args, input, status, parts) in cases {
        let run = tradecast(&args, &input);
        assert_eq!(run.status, status, "{args:?}: {}", run.err);
        assert!(run.out.is_empty(), "{args:?} printed {}", run.out);
        for part in parts {
            assert!(run.err.contains(part), "{args:?}: {part:?} is missing from {}", run.err);
        }
        assert!(!run.err.contains("panicked"), "{}", run.err);
    }
}

#[test]
fn rows_out_of_order_are_sorted_and_told() {
    let ordered = tradecast(&["arrive", "-", "--target", "300", "--format", "csv"], SERIES);
    let mut lines: Vec<&str> = SERIES.trim().lines().collect();
    lines[1..].reverse();
    let reversed = tradecast(&["arrive", "-", "--target", "300", "--format", "csv"], &lines.join("\n"));
    assert_eq!(ordered.out, reversed.out);
    assert!(reversed.err.contains("row") && reversed.err.contains("period"), "{}", reversed.err);
}

#[test]
fn a_target_already_reached_is_an_answer() {
    let answer = json(&["arrive", "-", "--target", "100", "--format", "json"], SERIES);
    assert_eq!(answer["arrival"]["already_reached"], true);
    assert!(answer["headline"].as_str().expect("text").contains("already"));
}

#[test]
fn a_scenario_file_moves_levers_and_the_baseline_is_shown_beside() {
    let file = std::env::temp_dir().join(format!("tradecast-scenario-{}.toml", std::process::id()));
    std::fs::write(&file, "version = 1\n\n[levers]\ngrowth = 3.0\n").expect("a writable temporary folder");
    let scenario = json(&["arrive", "--scenario", file.to_str().expect("UTF-8"), "--format", "json"], "");
    let set = json(&["arrive", "--set", "growth=3", "--format", "json"], "");
    std::fs::remove_file(&file).expect("it is there");
    assert_eq!(scenario, set);
    assert!(scenario["headline"].as_str().expect("text").contains("(was "));
}

/// A made-up panel: 60 pairs over 45 years that share a common growth of 5 % and have shocks of their own.
fn panel() -> String {
    let mut state = 7u64;
    let mut noise = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // The cube of a uniform number has tails about as fat as the engine expects.
        let uniform = (state >> 33) as f64 / f64::from(1u32 << 30) - 1.0;
        uniform * uniform * uniform
    };
    let mut file = String::from("series,period,value\n");
    for pair in 0..60 {
        let mut value = 50.0;
        for year in 1960..2005 {
            value *= 1.05 + 0.4 * noise();
            file.push_str(&format!("p{pair},{year},{value:.1}\n"));
        }
    }
    file
}

#[test]
fn priors_are_estimated_used_and_left_out() {
    let folder = std::env::temp_dir();
    let file = folder.join(format!("tradecast-priors-{}.toml", std::process::id()));
    let path = file.to_str().expect("UTF-8");
    let run = tradecast(&["calibrate", "--panel", "-", "--as-of", "2000", "--out", path], &panel());
    assert_eq!(run.status, 0, "{}", run.err);
    let text = std::fs::read_to_string(&file).expect("written");
    assert!(text.contains("as_of = 2000") && text.contains("series = 60"), "{text}");
    let weights = |args: &[&str]| -> Vec<(String, f64)> {
        let all: Vec<&str> = ["fit", "-", "--format", "json"].iter().chain(args).copied().collect();
        let fit = json(&all, SERIES);
        let models = fit["models"].as_array().expect("list").clone();
        models
            .iter()
            .map(|m| (m["name"].as_str().expect("text").to_owned(), m["weight"].as_f64().expect("number")))
            .collect()
    };
    let (own, inside, given) =
        (weights(&["--priors", "none"]), weights(&["--priors", "pairs"]), weights(&["--priors", path]));
    assert_eq!(weights(&[]), own, "nothing says that A-B are economies");
    assert!(own.iter().all(|(name, _)| name != "panel"));
    for with in [&inside, &given] {
        assert!(with.iter().any(|(name, weight)| name == "panel" && *weight > 0.05), "{with:?}");
    }
    assert_ne!(inside, given);
    std::fs::write(&file, text.replace("common_persistence = 0.2", "common_persistence = 4.0"))
        .expect("writable");
    let broken = tradecast(&["fit", "-", "--priors", path], SERIES);
    assert_eq!(broken.status, 2);
    assert!(broken.err.contains("common_persistence") && broken.err.contains('4'), "{}", broken.err);
    std::fs::remove_file(&file).expect("it is there");
}

/// What was decided on the priors is one warning; who says which priors is told nothing.
#[test]
fn what_was_decided_on_the_priors_is_said_in_every_form() {
    let named = SERIES.replace("A-B", "Kazakhstan - Turkey");
    let published: String = SERIES
        .lines()
        .skip(1)
        .filter_map(|row| row.trim_start_matches("A-B,").split_once(','))
        .map(|(year, value)| format!("{year},398,X,792,{value}000000\n"))
        .collect();
    let published = format!("refYear,reporterCode,flowCode,partnerCode,primaryValue\n{published}");
    let quarterly: String =
        (0..24).map(|q| format!("{}-Q{},{}\n", 2015 + q / 4, q % 4 + 1, 100 + q)).collect();
    let quarterly = format!("period,value\n{quarterly}");
    let cases = [
        ("", &[][..], Some("priors_built_in")),
        ("", &["--priors", "pairs"], Some("priors_built_in")),
        ("", &["--priors", "none"], None),
        (SERIES, &[], Some("priors_unknown")),
        (SERIES, &["--priors", "pairs"], Some("priors_asked")),
        (SERIES, &["--priors", "none"], None),
        (SERIES, &["--priors", "../../data/priors.toml"], None),
        (SERIES, &["--model", "naive"], None),
        (SERIES, &["--model", "panel"], Some("priors_asked")),
        (&named, &[], Some("priors_name")),
        (&published, &["--flow", "exports"], Some("priors_publisher")),
        (&quarterly, &[], None),
    ];
    for (input, priors, expected) in cases {
        let file: &[&str] = if input.is_empty() { &[] } else { &["-"] };
        let ask = |command: &[&str], format| {
            tradecast(&[command, file, priors, &["--format", format]].concat(), input).out
        };
        let codes = |text: &str| -> Vec<String> {
            let answer: Value = serde_json::from_str(text).expect("JSON");
            let warnings = answer["warnings"].as_array().cloned().unwrap_or_default();
            let decided = |code: &&str| code.starts_with("priors_");
            warnings.iter().filter_map(|w| w["code"].as_str()).filter(decided).map(str::to_owned).collect()
        };
        let expected: Vec<String> = expected.into_iter().map(str::to_owned).collect();
        let (by, per) = if input == quarterly { ("2027-Q4", "quarter") } else { ("2035", "year") };
        let per = ["--target", "300", "--target-per", per];
        let arrive = [&["arrive"], &per[..]].concat();
        let solve = [&["solve", "--by", by, "--probability", "80", "--lever", "growth"], &per[..]].concat();
        for command in [&arrive[..], &["forecast"], &["fit"], &solve] {
            assert_eq!(codes(&ask(command, "json")), expected, "{command:?} {priors:?}");
        }
        for format in ["text", "markdown", "html"] {
            let page = ask(&arrive, format);
            let said = page.split_whitespace().collect::<Vec<_>>().join(" ");
            let said = said.matches("Panel priors of bilateral trade are").count();
            assert_eq!(said, expected.len(), "{priors:?} {format}:\n{page}");
        }
    }
    // What is no such trade is compared with nothing.
    let unknown = tradecast(&["arrive", "-", "--target", "300"], SERIES).out;
    assert!(!unknown.contains("other pairs teach"), "{unknown}");
}

/// Of many series each is decided for itself, and how many use priors is said.
#[test]
fn priors_of_many_series_are_decided_one_by_one() {
    let file = SERIES.to_owned()
        + &SERIES.replace("A-B", "KAZ-TUR").replace("series,period,value\n", "")
        + &SERIES.replace("A-B", "Total trade").replace("series,period,value\n", "");
    let note = "panel priors of bilateral trade are used for 1 of 3 yearly series (1 by name); --priors pairs uses them for all";
    let rank = tradecast(&["rank", "-", "--target-multiple", "2", "--by", "2030"], &file);
    assert!(rank.err.contains(&format!("note: {note}")), "{}", rank.err);
    let document =
        tradecast(&["rank", "-", "--target-multiple", "2", "--by", "2030", "--format", "html"], &file);
    assert!(document.out.contains(note), "{}", document.out);
    let backtest = |priors: &[&str]| {
        let args = ["backtest", "-", "--hold-out", "2", "--paths", "200", "--format", "json"];
        json(&[&args, priors].concat(), &file)["priors"].as_str().expect("text").to_owned()
    };
    assert!(backtest(&[]).contains(note), "{}", backtest(&[]));
    assert!(backtest(&["--priors", "pairs"]).contains("for 3 of 3 yearly series"));
    assert_eq!(backtest(&["--priors", "none"]), "none: every series speaks alone");
}

/// Required growth stands beside how often others kept it up, where the priors say so; those of earlier versions do not.
#[test]
fn required_growth_is_compared_with_other_pairs() {
    let asked = ["arrive", "--target", "1000", "--by", "2032"];
    let with = |args: &[&str]| json(&[&asked, args, &["--format", "json"]].concat(), "");
    let rate = with(&[])["required_growth"]["panel_rate"].clone();
    assert_eq!((&rate["years"], &rate["up_to"]), (&Value::from(8), &Value::from(2014)));
    let share = rate["share"].as_f64().expect("number");
    assert!((0.2..0.6).contains(&share), "{share}"); // 8 % a year: a little more than the panel's 6.8 %
    for format in ["text", "markdown"] {
        let page = tradecast(&[&asked[..], &["--format", format]].concat(), "").out;
        let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
        let sentence = format!("up to 2014, in money of the day), {} kept up", tradecast::percent(share));
        assert!(page.contains(&sentence), "{sentence} is missing from\n{page}");
    }
    assert!(with(&["--priors", "none"])["required_growth"].get("panel_rate").is_none());
    let late = json(&["arrive", "--by", "2045", "--format", "json"], "");
    assert!(late["required_growth"].get("panel_rate").is_none(), "beyond fifteen years");
    let file = std::env::temp_dir().join(format!("tradecast-rates-{}.toml", std::process::id()));
    let path = file.to_str().expect("UTF-8");
    assert_eq!(tradecast(&["calibrate", "--panel", "-", "--out", path], &panel()).status, 0);
    let own = || json(&["arrive", "-", "--target", "300", "--priors", path, "--format", "json"], SERIES);
    assert_eq!(own()["required_growth"]["panel_rate"]["series"], 60);
    let text = std::fs::read_to_string(&file).expect("written");
    let (earlier, _) = text.split_once("[growth_over]").expect("the last table");
    std::fs::write(&file, earlier).expect("writable");
    let answer = own();
    assert!(answer["required_growth"].get("panel_rate").is_none());
    assert!(answer["models"].as_array().expect("list").iter().any(|model| model["name"] == "panel"));
    std::fs::remove_file(&file).expect("it is there");
}

/// What a backtest found goes into the file of priors, once, and from there into answers.
#[test]
fn a_record_is_kept_with_the_priors() {
    let file = std::env::temp_dir().join(format!("tradecast-record-{}.toml", std::process::id()));
    let path = file.to_str().expect("UTF-8");
    let panel = panel();
    let backtest = |args: &[&str]| {
        let all = ["backtest", "-", "--origins", "1993:1994", "--paths", "200", "--write-record", path];
        tradecast(&[&all, args].concat(), &panel)
    };
    let missing = backtest(&["--priors", "origin"]);
    assert!(missing.status == 2 && missing.err.contains(path), "{}", missing.err);
    assert_eq!(tradecast(&["calibrate", "--panel", "-", "--out", path], &panel).status, 0);
    let priors = std::fs::read_to_string(&file).expect("written");
    let answer = || json(&["arrive", "-", "--target", "300", "--priors", path, "--format", "json"], SERIES);
    let without = answer();
    assert!(without["panel_record"].is_null());
    for hindsight in [vec!["--priors", "none"], vec!["--priors", "origin", "--model", "naive"]] {
        let refused = backtest(&hindsight);
        assert!(refused.status == 2 && refused.err.contains("hindsight"), "{}", refused.err);
        assert_eq!(std::fs::read_to_string(&file).expect("there"), priors);
    }
    let found: Value =
        serde_json::from_str(&backtest(&["--priors", "origin", "--format", "json"]).out).expect("JSON");
    let text = std::fs::read_to_string(&file).expect("written");
    assert!(text.starts_with(&priors) && text.contains("--write-record"), "{text}");
    let with = answer();
    assert_eq!(with["arrival"], without["arrival"], "a record changes no forecast");
    let record = &with["panel_record"];
    assert_eq!((&record["first_origin"], &record["last_origin"]), (&Value::from(1993), &Value::from(1994)));
    assert_eq!((&record["outcomes"], &record["arrivals"]), (&Value::from(1200), &Value::from(3600)));
    assert_eq!(record["brier"], found["arrival"]["brier"]);
    // Again, and there is still one record.
    assert_eq!(backtest(&["--priors", "origin"]).status, 0);
    assert_eq!(std::fs::read_to_string(&file).expect("there").matches("[record]").count(), 1);
    std::fs::remove_file(&file).expect("it is there");
}

const BACKTEST: [&str; 11] = [
    "backtest",
    "-",
    "--model",
    "panel",
    "--origins",
    "1991:1994",
    "--priors",
    "origin",
    "--paths",
    "300",
    "--format",
];

#[test]
fn a_backtest_scores_what_was_said_against_what_happened() {
    let with = |format: &'static str| BACKTEST.iter().copied().chain([format]).collect::<Vec<_>>();
    let record = json(&with("json"), &panel());
    assert_eq!(record["cases"], 240);
    assert_eq!(record["arrival"]["forecasts"], 240 * 30);
    assert_eq!(record["origins"].as_array().map(Vec::len), Some(4));
    let brier = record["arrival"]["brier"].as_f64().expect("number");
    assert!(brier > 0.02 && brier < 0.25, "{brier}");
    // Independent pairs, priors from the same kind of pairs: the 80 % band holds about 80 % of 240 outcomes.
    let (first, band) = (&record["leads"][0], &record["leads"][0]["bands"][1]);
    assert_eq!((first["from"].as_u64(), first["outcomes"].as_u64()), (Some(1), Some(240)));
    let held = band["held"].as_f64().expect("number");
    assert!(band["level"] == 80.0 && (70.0..92.0).contains(&held), "{band}");
    for format in ["text", "csv", "markdown"] {
        let run = tradecast(&with(format), &panel());
        assert_eq!(run.status, 0, "{format}: {}", run.err);
        assert!(run.out.contains("1991") && !run.out.contains("NaN"), "{}", run.out);
    }
    let none = tradecast(&["backtest", "-", "--origins", "1961:1962"], &panel());
    assert_eq!(none.status, 1);
    assert!(none.err.contains("15 unbroken"), "{}", none.err);
}

/// Every figure is in CSV, and is the same there as in JSON.
#[test]
fn every_figure_of_a_backtest_is_a_row() {
    let with = |format: &'static str| BACKTEST.iter().copied().chain([format]).collect::<Vec<_>>();
    let (csv, record) = (tradecast(&with("csv"), &panel()).out, json(&with("json"), &panel()));
    assert!(csv.starts_with("origin,from,to,metric,level,value,outcomes\n"), "{csv}");
    let value = |row: &str| -> f64 {
        let found = csv.lines().find_map(|line| line.strip_prefix(row));
        let found = found.unwrap_or_else(|| panic!("no row {row}"));
        found
            .split(',')
            .next()
            .and_then(|value| value.parse().ok())
            .unwrap_or_else(|| panic!("{row}: {found}"))
    };
    let overall = &record["overall"];
    for (row, figure) in [
        ("all,1,10,smape,,", &overall["mean_errors"]["smape"]),
        ("all,1,10,mase,,", &overall["mean_errors"]["mase"]),
        ("all,1,10,mase_naive,,", &overall["naive_errors"]["mase"]),
        ("all,1,10,rmsse,,", &overall["mean_errors"]["rmsse"]),
        ("all,1,10,owa,,", &overall["owa"]),
        ("all,1,10,crps,,", &overall["mean_errors"]["crps"]),
        ("all,1,10,crps_relative_to_naive,,", &overall["relative_to_naive"]["crps"]),
        ("all,1,10,coverage,95,", &overall["bands"][2]["held"]),
        ("all,1,10,msis,95,", &overall["bands"][2]["msis"]),
        ("all,1,10,pinball,97.5,", &overall["bands"][2]["edges"][1]["pinball"]),
        ("all,1,10,pit_spread,,", &overall["pit"]["spread"]),
        ("all,4,6,mase,,", &record["groups"][2]["mean_errors"]["mase"]),
        ("all,5,5,mase,,", &record["leads"][4]["mean_errors"]["mase"]),
        ("all,1,10,brier,,", &record["arrival"]["brier"]),
        ("1992,1,10,calibration_error,,", &record["origins"][1]["arrival"]["calibration_error"]),
        ("1992,1,10,coverage,80,", &record["origins"][1]["held"][1]),
    ] {
        // The JSON reader may be wrong in the last bit.
        let (csv, json) = (value(row), figure.as_f64().expect("number"));
        assert!((csv - json).abs() <= 1e-14 * json.abs(), "{row}: {csv} {json}");
    }
}

/// One origin a series, six periods before its end: what naive scores is known by hand.
#[test]
fn held_out_ends_are_scored_as_competitions_do() {
    let mut file = String::from("series,period,value\n");
    for (name, start, step) in [("up", 100, 10), ("down", 300, -20)] {
        for t in 0..12 {
            file.push_str(&format!("{name},{},{}\n", 1990 + t + step, start + step * t));
        }
    }
    let args = ["backtest", "-", "--hold-out", "6", "--priors", "none", "--format", "json"];
    let record = json(&args, &file);
    assert_eq!((record["cases"].as_u64(), record["horizon"].as_u64()), (Some(2), Some(6)));
    // A straight line leaves the last value by one step a period: on average by 3.5 steps.
    let naive = record["overall"]["naive_errors"]["mase"].as_f64().expect("number");
    assert!((naive - 3.5).abs() < 1e-9, "{naive}");
    assert!(record["overall"]["owa"].as_f64().expect("number") < 1.0);
    let both = tradecast(&["backtest", "-", "--hold-out", "6", "--horizon", "3"], &file);
    assert_eq!(both.status, 2);
}

#[test]
fn one_series_without_priors_is_backtested_and_reported() {
    let file = std::env::temp_dir().join(format!("tradecast-report-{}.html", std::process::id()));
    let path = file.to_str().expect("UTF-8");
    let args = ["backtest", "-", "--priors", "none", "--horizon", "2", "--history", "5", "--report", path];
    let hostile = SERIES.replace("A-B", "A<script>B");
    let run = tradecast(&args, &hostile);
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(run.out.contains("4 questions asked at 4 dates from 2017 to 2020"), "{}", run.out);
    let page = std::fs::read_to_string(&file).expect("written");
    std::fs::remove_file(&file).expect("it is there");
    for part in ["<svg", "Do the bands hold?", "8 outcomes", "A&lt;script&gt;B", "MASE", "--priors none"] {
        assert!(page.contains(part), "{part} is missing");
    }
    // Self-contained: no script, nothing fetched, no number that is none.
    for part in ["<script", "http:", "https:", "src=", "@import", "url(", "NaN", ">inf"] {
        assert!(!page.contains(part), "{part} is in the report");
    }
}

#[test]
fn quarterly_origins_are_named_by_their_quarters() {
    let mut file = String::from("series,period,value\n");
    for quarter in 0..48 {
        file.push_str(&format!("q,{}-Q{},{}\n", 2008 + quarter / 4, 1 + quarter % 4, 100 + quarter * 3 % 17));
    }
    let run = |origins| {
        let args =
            ["backtest", "-", "--origins", origins, "--horizon", "4", "--priors", "none", "--format", "json"];
        tradecast(&args, &file)
    };
    let record: Value = serde_json::from_str(&run("2014-Q1:2016-Q1:4").out).expect("JSON");
    let origins: Vec<&Value> =
        record["origins"].as_array().expect("list").iter().map(|o| &o["origin"]).collect();
    assert_eq!(origins, ["2014-Q1", "2015-Q1", "2016-Q1"]);
    for wrong in ["2014", "2014-Q1:2016", "2016-Q1:2014-Q1", "2014-Q1:2016-Q1:0"] {
        let failed = run(wrong);
        assert_eq!(failed.status, 2, "{wrong}");
        assert!(failed.err.contains("FIRST:LAST:STEP"), "{wrong}: {}", failed.err);
    }
}

#[test]
fn the_number_of_threads_does_not_change_a_backtest() {
    let args =
        ["backtest", "-", "--origins", "1990:1993", "--priors", "none", "--paths", "200", "--format", "csv"];
    let at = |threads: &str| {
        let mut command = Command::cargo_bin("tradecast").expect("built");
        let command = command.env("RAYON_NUM_THREADS", threads).args(args);
        command.write_stdin(panel()).output().expect("runs").stdout
    };
    let one = at("1");
    assert!(!one.is_empty() && one == at("4"));
}

/// Top-down the parts change nothing that is said of the whole; bottom-up they do. Either way they are judged themselves.
#[test]
fn a_backtest_takes_parts() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("parts.csv");
    let (mut whole, mut parts) = ("series,period,value\n".to_owned(), "series,period,value\n".to_owned());
    for year in 1980..2020 {
        let (exports, imports) = (50 + year * 37 % 11 + 3 * (year - 1980), 20 + year * 29 % 13);
        whole += &format!("a-b,{year},{}\n", exports + imports);
        parts += &format!("a-b/exports,{year},{exports}\na-b/imports,{year},{imports}\n");
    }
    std::fs::write(&file, parts).expect("written");
    let file = file.to_str().expect("a plain name");
    let base = [
        "backtest",
        "-",
        "--origins",
        "2000:2008:2",
        "--paths",
        "500",
        "--format",
        "json",
        "--priors",
        "none",
    ];
    let with = |more: &[&str]| json(&[&base[..], more].concat(), &whole);
    let (plain, top) = (with(&[]), with(&["--parts", file]));
    let bottom = with(&["--parts", file, "--reconcile", "bottom-up"]);
    assert_eq!(plain["arrival"], top["arrival"]);
    assert_ne!(plain["arrival"], bottom["arrival"]);
    assert!(plain.get("parts").is_none());
    for record in [&top, &bottom] {
        assert_eq!((&record["cases"], &record["parts"]["cases"]), (&Value::from(5), &Value::from(10)));
    }
    let run = tradecast(&[&base[..6], &["--parts", file]].concat(), &whole);
    assert!(run.out.contains("Parts: outcomes inside the bands"), "{}", run.out);
    let run = tradecast(&["backtest", "-", "--parts", file, "--reconcile", "sideways"], &whole);
    assert_eq!(run.status, 2);
    assert!(run.err.contains("top-down, bottom-up, optimal"), "{}", run.err);
}

/// What cannot be understood is quoted, and does not act on a terminal.
#[test]
fn a_quoted_argument_has_no_control_characters() {
    for args in [&["arrive", "--target", "\u{1b}]0;pwn\u{7}"][..], &["forecast", "--model", "\u{9b}31m\u{7}"]]
    {
        let run = tradecast(args, "");
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{args:?}");
        let acting = |c: char| c.is_control() && c != '\n';
        assert!(!run.err.contains(acting) && run.err.contains(r"\u{7}"), "{args:?}: {:?}", run.err);
    }
}
