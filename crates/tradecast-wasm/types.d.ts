// Generated from the Rust types by `cargo xtask bless`; change those instead.

/** Periods that were added up from shorter ones, and what the shorter ones say of the running period. */
export type AddedUpYear = {
  /** The running period. */
  period: string;
  /** Frequency of the periods that were added up. */
  frequency: Frequency;
  /** How many of them a period has. */
  of: number;
  /** How many of the running period are known. */
  known: number;
  /** The last of them that is known, whichever period it belongs to. */
  last: string;
  /** What the known ones of the running period add up to, in the unit of the series. */
  value: number;
  /** The running period as the history of whole periods forecasts it, with no lever moved. */
  before: Estimate;
  /** The same with what the shorter periods say. */
  after: Estimate;
  /** Shorter periods that were missing and were filled in by their share in the nearest complete period. */
  filled?: string[];
  /** Incomplete periods that were left out. */
  left_out?: string[];
  /** The same in plain words. */
  summary: string;
};

/** The answer to a question: history, models, forecast, arrival, and how far to trust them. */
export type Answer = {
  /** Version of this shape, `SCHEMA`. */
  schema: number;
  /** Version of the engine that computed it. */
  engine: string;
  /** Seed of the random numbers: same question, same seed, same answer. */
  seed: number;
  /** Fingerprint of the observations used. */
  data_hash: string;
  /** What was asked. */
  question: Asked;
  /** The observations used, up to the origin. */
  history: Array<Observation>;
  /** Every model considered, with its weight in the combination. */
  models: Array<ModelReport>;
  /** The season taken out before the models were fitted and put back into every path; absent where there is none. */
  season?: Array<SeasonalFactor>;
  /** Forecast of each period, under the assumptions of the question. */
  forecast: Array<ForecastRow>;
  /** What part-year readings say of the first period, with no lever moved; absent where none are used. */
  nowcast?: Nowcast | null;
  /** What months or quarters say of the first period, with no lever moved; absent where the series was not added up. */
  added_up?: AddedUpYear | null;
  /** How other reporters count the same trade, where that matters to the answer: their readings are used, or they decide
   * whether the target is met. */
  mirror_gaps?: Array<MirrorGapReport>;
  /** When the target is first reached. */
  arrival: Arrival;
  /** The arrival it is compared with: that with no lever moved, or that of `crate::Simulation::answer_beside`; absent where
   * it is the same. */
  baseline: Arrival | null;
  /** Growth that would reach the target in time. */
  required_growth: RequiredGrowth | null;
  /** The parts the total is made of. */
  components: Array<Component>;
  /** Where and how much a limited corridor holds trade back; absent where there is no limit. */
  bottleneck?: Bottleneck | null;
  /** How past forecasts of this series by the same method turned out; absent where it is too short to tell. */
  track_record: TrackRecord | null;
  /** How such answers turned out for the series of the panel that the priors come from; absent without priors, and where
   * they do not say. */
  panel_record: PanelRecord | null;
  /** What has happened since, where the question was asked as of an earlier date and somebody compared:
   * `crate::Simulation::hindsight`. */
  since?: Array<Hindsight>;
  /** What a reader must know before relying on the answer. */
  warnings: Array<Warning>;
  /** The answer in one or two sentences. */
  headline: string;
};

/** When the target is first reached (first passage), whether the value is at or above it in a period, and from when on it stays:
 * three probabilities that are easily mixed up. More volatility makes the first larger and can make the second smaller. */
export type Arrival = {
  /** Probability that the target has been reached by each period (cumulative). */
  by: Array<ArrivalRow>;
  /** Probability that the value is at or above the target in each period, whatever it was before and will be after. */
  above: Array<ArrivalRow>;
  /** First period by which the target has been reached with probability 50 % or more; absent where that is beyond the horizon. */
  median: string | null;
  /** Periods between which the middle half of arrivals lie; an absent end is beyond the horizon. */
  interval50: [string | null, string | null];
  /** Periods between which the middle 80 % of arrivals lie; an absent end is beyond the horizon. */
  interval80: [string | null, string | null];
  /** Probability that the target is not reached within the horizon. */
  not_within_horizon: number;
  /** Whether the last observation is already at or above the target. */
  already_reached: boolean;
  /** From when on it stays: not only reached, but not fallen below again within the horizon. */
  stays: Stays;
  /** Standard error of the probabilities from the finite number of paths, at its largest. */
  monte_carlo_error: number;
};

/** A period and a probability. */
export type ArrivalRow = {
  /** The period. */
  period: string;
  /** Probability of what is asked of the period, 0 to 1. */
  probability: number;
};

/** The question as the engine understood it. */
export type Asked = {
  /** Name of the series. */
  series: string;
  /** Unit of every level in the answer. */
  unit: string;
  /** The flow measured. */
  flow: Flow;
  /** Whose statistics; empty where not stated. */
  reporter: string;
  /** Frequency of the periods. */
  frequency: Frequency;
  /** Last period known. */
  origin: string;
  /** Value of the last period known. */
  last_value: number;
  /** The target. */
  target: Target;
  /** The levers. */
  assumptions: Assumptions;
  /** Forecast periods. */
  horizon: number;
  /** Simulated paths. */
  paths: number;
};

/** A setting for every lever: the assumptions of a question. The default is the baseline, which changes nothing.
 *
 * Only levers that are not at their default are kept, so that a lever moved and moved back leaves no trace. */
export type Assumptions = { [key in string]: number | Distribution };

/** The change from the baseline to a scenario, split between the levers it moves. */
export type Attribution = {
  /** The deadline, or the end of the horizon where the target has none. */
  asked: string;
  /** Probability with no lever moved. */
  from: number;
  /** Probability in the scenario. */
  to: number;
  /** Random orders looked at; absent where all were. */
  orders: number | null;
  /** What each moved lever contributed, the largest first. */
  levers: Array<LeverShare>;
  /** The same by what levers are about, for the kinds of which some are moved. */
  kinds: Array<KindShare>;
};

/** A central band: of 100 such paths, `level` are inside. */
export type Band = {
  /** Probability inside, %. */
  level: number;
  /** Lower edge. */
  lo: number;
  /** Upper edge. */
  hi: number;
};

/** One lever of a tornado. */
export type Bar = {
  /** The lever, with its part. */
  lever: string;
  /** What a person reads. */
  label: string;
  /** Unit of its values. */
  unit: string;
  /** What it is about. */
  kind: LeverKind;
  /** Where it is now; the middle where it is uncertain. */
  value: number;
  /** The lower end of its swing. */
  low: End;
  /** The upper end of its swing. */
  high: End;
  /** At its default; absent where it is there already. */
  default: End | null;
};

/** How often something happened in the past of the series. */
export type BaseRate = {
  /** Share of the windows in which it happened. */
  share: number;
  /** Windows of the same length in the history; they overlap. */
  windows: number;
};

/** What a limited corridor does to the paths. */
export type Bottleneck = {
  /** Probability that the corridor has been too small by each period (cumulative). */
  binds: Array<ArrivalRow>;
  /** First period by which it has with probability 50 % or more; absent where that is beyond the horizon. */
  median: string | null;
  /** What it cannot carry in each period, on average over all paths (the outermost 0.5 % drawn in), in the unit of the
   * series. */
  unserved: Array<Unserved>;
};

/** One scenario of a comparison. */
export type Compared = {
  /** Name of the scenario. */
  name: string;
  /** Its levers. */
  assumptions: Assumptions;
  /** Its forecast of each period. */
  forecast: Array<ForecastRow>;
  /** When the target is first reached. */
  arrival: Arrival;
  /** Probability that it is reached by the period asked about. */
  probability: number;
  /** How far it is from the reference; absent in the reference itself. */
  difference: Difference | null;
};

/** Scenarios side by side, the first of them the one that the others are compared with. */
export type Comparison = {
  /** Name of the series. */
  series: string;
  /** Unit of every level. */
  unit: string;
  /** The target. */
  target: Target;
  /** The deadline, or the end of the horizon where the target has none. */
  asked: string;
  /** Simulated paths. */
  paths: number;
  /** Seed of the random numbers. */
  seed: number;
  /** The scenarios; the first is the reference. */
  scenarios: Array<Compared>;
};

/** A part of the total. */
export type Component = {
  /** Name of the part. */
  name: string;
  /** Its last value. */
  last_value: number;
  /** By what the levers of the part are called; absent where the total is one series. */
  id?: string | null;
  /** The part that it belongs to; absent where that is the total. */
  parent?: string | null;
  /** The period of its last value, where that is not the origin. */
  known?: string | null;
};

/** What the parts contribute in the paths that reach the target in time. */
export type Contributions = {
  /** The deadline, or the end of the horizon where the target has none. */
  asked: string;
  /** Paths that reach the target by then. */
  paths: number;
  /** The last value known. */
  from: number;
  /** Mean value at the deadline in those paths; absent where there are none. */
  to: number | null;
  /** The parts that have no parts of their own, or the series itself, and the new deliveries; none where no path arrives. */
  parts: Array<PartChange>;
};

/** Residual diagnostics of a fitted model; residuals are in logs unless the model says otherwise. */
export type Diagnostics = {
  /** Observations used. */
  observations: number;
  /** Residual degrees of freedom. */
  degrees_of_freedom: number;
  /** Standard deviation of the yearly surprise (residual standard error), log points. */
  sigma: number;
  /** Share of the variance of the fitted variable explained; absent for models that do not fit a level. */
  r_squared: number | null;
  /** Lag-1 autocorrelation of the residuals; absent where too few are adjacent. */
  autocorrelation: number | null;
  /** Largest residual in absolute standard deviations. */
  largest_residual: number;
  /** Period of the largest residual. */
  largest_residual_period: string;
};

/** What a scenario changes: its figures less those of the reference. */
export type Difference = {
  /** Difference of the probability by the period asked about. */
  probability: number;
  /** Its standard error from the finite number of paths, which are the same in both. */
  error: number;
  /** The same by each period. */
  by: Array<DifferenceRow>;
  /** Difference of the value in each period, path by path. */
  value: Array<ValueDifference>;
};

/** A period and the difference of two probabilities. */
export type DifferenceRow = {
  /** The period. */
  period: string;
  /** Probability that the target has been reached by then, less that of the reference. */
  probability: number;
  /** Standard error of the difference. */
  error: number;
};

/** How an uncertain lever is distributed. */
export type Distribution = { "triangular": [number, number, number] } | { "pert": [number, number, number] } | { "normal": [number, number] } | { "lognormal": [number, number] };

/** A value of a lever, and what it makes of the probability. */
export type End = {
  /** The value. */
  value: number;
  /** Probability that the target is reached in time. */
  probability: number;
};

/** A median with its 80 % interval. */
export type Estimate = {
  /** Half is below. */
  median: number;
  /** A tenth is below. */
  lo80: number;
  /** A tenth is above. */
  hi80: number;
};

/** Which flow of goods a series measures, seen from the first economy of the pair. */
export type Flow = "turnover" | "exports" | "imports";

/** The forecast of one period. */
export type ForecastRow = {
  /** The period. */
  period: string;
  /** Mean of the simulated paths, the outermost 0.5 % on either side drawn in (a mean of fat tails would
   * otherwise be decided by a few paths). */
  mean: number;
  /** Half of the simulated paths are below. */
  median: number;
  /** Central bands, narrowest first. */
  bands: Array<Band>;
  /** Probability that there is no trade in the period; 0, and left out, where the series has no zeros. */
  zero?: number;
};

/** How often a series is observed. */
export type Frequency = "annual" | "quarterly" | "monthly";

/** A value that was not known when the forecast was made, beside it. */
export type Hindsight = {
  /** The period. */
  period: string;
  /** What happened. */
  value: number;
  /** Median of the forecast. */
  median: number;
  /** Central 80 % band of the forecast. */
  band: Band;
  /** Share of the simulated paths below the value, %. */
  percentile: number;
  /** Whether the value is within the band. */
  inside: boolean;
  /** Whether the value rests on a weak source. */
  weak: boolean;
  /** What a reader must know about the value; absent where there is nothing. */
  note?: string;
};

/** What the levers of one kind contributed. */
export type KindShare = {
  /** The kind. */
  kind: LeverKind;
  /** Sum of the contributions of its levers. */
  contribution: number;
  /** Probability with only the levers of this kind moved. */
  alone: number;
  /** Probability with all moved but those of this kind. */
  without: number;
};

/** What a lever is about: the effect of each kind can be told apart. */
export type LeverKind = "data" | "world" | "policy";

/** What one lever contributed, together with the levers of its kind that say more about it. */
export type LeverShare = {
  /** The lever, with its part. */
  lever: string;
  /** What a person reads. */
  label: string;
  /** What it is about. */
  kind: LeverKind;
  /** The moved levers that say more about it. */
  with: Array<string>;
  /** Its share of the change. */
  contribution: number;
  /** Standard error of the contribution from the orders that were not looked at; absent where all were. */
  std_error: number | null;
};

/** One row of the lever table: everything a front end needs to offer a control. */
export type LeverSpec = {
  /** Identifier in links, files and on the command line. */
  id: string;
  /** What a person reads. */
  label: string;
  /** Levers that belong together share a group. */
  group: string;
  /** Whether it is about the data, about the world, or something that can be decided. */
  kind: LeverKind;
  /** Whether it applies to the whole, to a part, or to either. */
  scope: Scope;
  /** Unit of the value; for amounts it follows the unit of the series. */
  unit: string;
  /** Smallest allowed value. */
  min: number;
  /** Largest allowed value. */
  max: number;
  /** Step of a slider. */
  step: number;
  /** The value that changes nothing. */
  default: number;
  /** Whether this is an amount in the unit of the series: smallest and largest value, step and default then count in
   * multiples of its last value, a year's worth; see `Lever::range`. */
  times_last: boolean;
  /** The lever that this one says more about: it has no effect while that one is at its default. */
  of: string | null;
  /** What the lever does, in one or two sentences. */
  help: string;
  /** Why the range is what it is. */
  range_reason: string;
  /** Where range and default come from; empty where they follow from the meaning. */
  source: string;
};

/** A message inside another one. */
export type MessageCause = {
  /** Stable identifier of the kind. */
  code: string;
  /** What the message mentions, by name. */
  values?: { [key in string]: MessageValue };
};

/** Something that a message mentions. */
export type MessageValue = number | string | Array<string> | MessageCause | Array<MessageCause>;

/** How another reporter counts the same trade. */
export type MirrorGapReport = {
  /** The other reporter. */
  reporter: string;
  /** Periods known from both. */
  years: string[];
  /** How much more it counts than this series, %: the geometric mean over these periods. */
  mean_pct: number;
  /** Standard deviation of the log difference over these periods, log points. */
  sd: number;
  /** Interval that holds the next period's difference with 80 %, %: wider the fewer are known. */
  interval80_pct: [number, number];
};

/** One model: its parameters, how well it fits, how well it forecast, and its say in the answer. */
export type ModelReport = {
  /** Identifier of the model. */
  name: string;
  /** Share of the simulated paths that come from it; the weights add up to 1. */
  weight: number;
  /** Estimates with standard errors; empty where the model could not be fitted. */
  parameters: Array<Parameter>;
  /** Whether the estimation reached its optimum; a model with a weight that did not counts with the best that its search found. */
  converged: boolean;
  /** What the estimation reports of itself: closed form, iterations, or why it failed. */
  convergence: string;
  /** The same as a code and values; where it did not converge, those of the error. */
  convergence_message: MessageCause | null;
  /** Residual diagnostics; absent where the model could not be fitted. */
  diagnostics: Diagnostics | null;
  /** Rolling-origin forecast errors; absent where the series is too short. */
  score: Score | null;
};

/** What part-year readings say of the year to come. */
export type Nowcast = {
  /** The year. */
  period: string;
  /** Each reading, used or not. */
  readings: Array<NowcastReading>;
  /** The year before the readings were used. */
  before: Estimate;
  /** The year with them. */
  after: Estimate;
  /** How far the readings together moved the year: 0 nothing, 1 all the way. */
  weight: number;
  /** The same in plain words. */
  summary: string;
};

/** A part-year reading, and what it means for the year. */
export type NowcastReading = {
  /** The months covered, in words. */
  months: string;
  /** The first of them. */
  first: string;
  /** The last of them. */
  last: string;
  /** What was said of them, in words. */
  says: string;
  /** The value that was said, in the unit of the series; absent where growth was. */
  value: number | null;
  /** The growth that was said, % on the same months of the year before; absent where a value was. */
  growth: number | null;
  /** Who said it; empty where it is the reporter of the series. */
  reporter: string;
  /** Where it was read; empty where not stated. */
  source: string;
  /** Whether it was used: of readings by one reporter only the longest is. Growth beside a level of the same months is not,
   * but tells what share of the year before they were. */
  used: boolean;
  /** How far it moved the year: 0 nothing, 1 all the way. */
  weight: number;
  /** Earlier years that teach how wrong such readings are. */
  taught_by: number;
  /** The year by this reading alone, as this series counts it; absent where it is not used. */
  year: Estimate | null;
};

/** One value of a series, with where it came from. */
export type Observation = {
  /** The period measured. */
  period: string;
  /** The value, in the unit of the series. */
  value: number;
  /** Who reported it, and where. */
  source: string;
  /** Whether the source is weak (rounded, a bound, no reporter named, mirror data). */
  weak: boolean;
  /** Why it is weak, or what else a reader must know. */
  note: string;
};

/** How often other series kept up growth for some years, in the money of the panel. */
export type PanelRate = {
  /** Share of the stretches over which the growth was kept up, scaled to the volatility of this series: calm ones seldom
   * grow as fast as volatile ones. */
  share: number;
  /** Years that a stretch lasts. */
  years: number;
  /** Series with such stretches. */
  series: number;
  /** Stretches; they overlap. */
  windows: number;
  /** Last year of the panel. */
  up_to: number;
};

/** How answers given at earlier dates about the series of a panel, with what was known then, turned out: measured by
 * `tradecast backtest`, with priors estimated anew at each date, and kept with the priors. */
export type PanelRecord = {
  /** First year in which questions were asked. */
  first_origin: number;
  /** Last year in which questions were asked. */
  last_origin: number;
  /** Years in which questions were asked. */
  origins: number;
  /** Series asked about in one of them or more. */
  series: number;
  /** Longest lead, years. */
  longest_lead: number;
  /** Forecasts compared with what happened. */
  outcomes: number;
  /** Share of outcomes inside the 80 % band; an honest band has 0.8. */
  coverage80: number;
  /** Root mean squared log error of the median forecasts divided by that of the naive forecast (last value): below 1
   * beats naive. */
  relative_to_naive: number;
  /** Arrival probabilities compared with what happened. */
  arrivals: number;
  /** Their Brier score: 0 is perfect. */
  brier: number;
  /** Brier score of stating the share that came true every time, which nobody knew in advance. */
  brier_of_base_rate: number;
};

/** A parameter estimate. */
export type Parameter = {
  /** Name of the parameter. */
  name: string;
  /** Estimate. */
  value: number;
  /** Standard error; absent where the data do not determine it. */
  std_error: number | null;
  /** Unit of both. */
  unit: string;
};

/** The change of one part. */
export type PartChange = {
  /** Identifier of the part; of deliveries the part that they join, absent where that is the whole. */
  part: string | null;
  /** What a person calls that part. */
  part_label: string | null;
  /** Whether these are new deliveries. */
  delivery: boolean;
  /** What a person reads. */
  label: string;
  /** Its part of the last value known, by the shares that were known last; nothing for new deliveries. */
  from: number;
  /** Mean value at the deadline. */
  to: number;
  /** Mean change. */
  change: number;
};

/** What one lever would have to be. */
export type Required = {
  /** The lever, with its part. */
  lever: string;
  /** What a person reads. */
  label: string;
  /** Unit of its values. */
  unit: string;
  /** Smallest value allowed. */
  min: number;
  /** Largest value allowed. */
  max: number;
  /** Where it was; the middle where it is uncertain. */
  from: number;
  /** Where it would have to be. */
  to: number;
  /** The value one step before that, where the probability wanted is missed; absent where it does not move, and where
   * the goal is out of reach. */
  one_step_less: End | null;
};

/** The constant growth that would reach the target in time. */
export type RequiredGrowth = {
  /** Arrival in this period: the deadline, or ten years on (or the end of the horizon) where there is none. */
  by: string;
  /** Growth needed every year until then, %. */
  pct_per_year: number;
  /** How often this series has kept up such growth; absent where it is shorter than the time to the deadline. */
  base_rate: BaseRate | null;
  /** How often the series of the panel that the priors come from did; absent without priors, beyond fifteen years, and for a
   * series that is not of the panel's kind. */
  panel_rate?: PanelRate | null;
};

/** What a lever applies to. */
export type Scope = "whole" | "part" | "any";

/** How well a model forecast this series from earlier origins. */
export type Score = {
  /** Origins from which it was asked to forecast. */
  origins: number;
  /** Forecasts scored. */
  forecasts: number;
  /** Root mean squared error of the median forecast, log points. */
  rmse_log: number;
  /** The same, divided by that of the naive forecast (last value): below 1 beats naive. Absent where naive made no error. */
  relative_to_naive: number | null;
};

/** What a period of the year does to the value: 1.1 is 10 % above the trend. */
export type SeasonalFactor = {
  /** Period of the year: 1 to 12 for months, 1 to 4 for quarters. */
  period: number;
  /** Value over trend. */
  factor: number;
  /** Standard error of the factor. */
  std_error: number;
};

/** What a lever is set to: a number, or a range of numbers with a distribution. */
export type Setting = number | Distribution;

/** What would have to be true. */
export type Solution = {
  /** Name of the series. */
  series: string;
  /** Unit of the target. */
  unit: string;
  /** The target, with the period asked about as its deadline. */
  target: Target;
  /** Probability wanted. */
  wanted: number;
  /** Probability with the levers as they were. */
  current: number;
  /** How the search ended. */
  verdict: Verdict;
  /** Probability with the levers as given. */
  probability: number;
  /** Standard error of the probability from the finite number of paths. */
  monte_carlo_error: number;
  /** The levers that were free to move. */
  levers: Array<Required>;
  /** All levers, those moved and those that were not free. */
  assumptions: Assumptions;
  /** Constant growth that would reach the target by then without any doubt, and how often this series has kept it. */
  required_growth: RequiredGrowth | null;
};

/** From when on the value stays at or above the target, until the end of the horizon. What happens after the
 * horizon nobody asked the models, so that a longer horizon makes these probabilities smaller, and in the last period
 * staying above is no more than being there. */
export type Stays = {
  /** Probability that the value is at or above the target in each period and in every later one of the horizon. */
  by: Array<ArrivalRow>;
  /** First period from which it stays with probability 50 % or more; absent where there is none within the horizon. */
  median: string | null;
  /** Periods between which the middle 80 % begin to stay; an absent end is not within the horizon. */
  interval80: [string | null, string | null];
  /** Probability that the value is below the target in the last period of the horizon, reached before or not. */
  not_within_horizon: number;
};

/** A level of the series to be reached, in the unit of the series, with an optional deadline.
 *
 * The target is reached in the first period whose value is at or above the level (first passage). */
export type Target = {
  /** Level, in the unit of the series. */
  level: number;
  /** Last period in which reaching it counts as on time. */
  by: string | null;
  /** Whose count decides whether it is reached; absent where it is that of the series. */
  decided_by?: string | null;
};

/** How far each lever alone swings the probability. */
export type Tornado = {
  /** Name of the series. */
  series: string;
  /** Unit of the target. */
  unit: string;
  /** The target. */
  target: Target;
  /** The deadline, or the end of the horizon where the target has none. */
  asked: string;
  /** The levers as they are. */
  assumptions: Assumptions;
  /** Probability that the target is reached by then with the levers as they are. */
  probability: number;
  /** One bar a lever, the widest first. */
  bars: Array<Bar>;
  /** Levers that make no difference at either end. */
  without_effect: Array<string>;
};

/** How forecasts made at earlier origins of this series, with what was known then, turned out. */
export type TrackRecord = {
  /** Origins from which forecasts were made. */
  origins: number;
  /** Forecasts compared with what happened. */
  forecasts: number;
  /** Longest lead scored, periods. */
  longest_lead: number;
  /** Share of outcomes inside the 80 % band; an honest band has 0.8. */
  coverage80: number;
  /** Root mean squared error of the combined median forecast, log points. */
  rmse_log: number;
  /** The same divided by that of the naive forecast (last value): below 1 beats naive. Absent where naive made no error. */
  relative_to_naive: number | null;
};

/** What cannot be carried in a period. */
export type Unserved = {
  /** The period. */
  period: string;
  /** Average over all paths, in the unit of the series. */
  mean: number;
};

/** The difference of the value in one period: quantiles of the differences of the paths, which are not the differences of
 * the quantiles. */
export type ValueDifference = {
  /** The period. */
  period: string;
  /** Half of the differences are below. */
  median: number;
  /** Central bands, narrowest first. */
  bands: Array<Band>;
};

/** How a search ended. */
export type Verdict = "already" | "reached" | "out_of_reach";

/** Something a reader must know. */
export type Warning = {
  /** Stable identifier of the kind. */
  code: string;
  /** What it is and what it means. */
  message: string;
  /** Period, model, row or lever it is about; `where` in JSON. */
  where: string;
  /** What the message is made of, by name, so that it can be said in another language; absent where it is always the same. */
  values?: { [key in string]: MessageValue };
};
