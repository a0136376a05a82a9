# R forecast: its automatic models, one series at a time on one core.
#
#     Rscript forecast.R TRAIN HORIZON REPEATS > forecasts.csv

suppressPackageStartupMessages(library(forecast))

arguments <- commandArgs(trailingOnly = TRUE)
train <- read.csv(arguments[1], stringsAsFactors = FALSE)
horizon <- as.integer(arguments[2])
repeats <- as.integer(arguments[3])
names <- unique(train$series)
series <- lapply(split(train$value, factor(train$series, names)), ts)
level <- c(80, 95)
models <- list(
  "R forecast ets" = function(y) forecast(ets(y), h = horizon, level = level),
  "R forecast auto.arima" = function(y) forecast(auto.arima(y), h = horizon, level = level),
  "R forecast thetaf" = function(y) thetaf(y, h = horizon, level = level)
)

cat("model,series,horizon,point,lo80,hi80,lo95,hi95,ms\n")
for (model in names(models)) {
  run <- function() lapply(series, models[[model]])
  # The clock of R ticks in milliseconds: it times all series together.
  seconds <- min(replicate(repeats, {
    clock <- system.time(answers <<- run())
    clock[["user.self"]] + clock[["sys.self"]]
  }))
  ms <- 1e3 * seconds / length(series)
  for (name in names) {
    answer <- answers[[name]]
    rows <- data.frame(model, name, seq_len(horizon), as.numeric(answer$mean),
      answer$lower[, 1], answer$upper[, 1], answer$lower[, 2], answer$upper[, 2], ms)
    write.table(rows, sep = ",", row.names = FALSE, col.names = FALSE)
  }
}
