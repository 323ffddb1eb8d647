"""Forecast: the operations load of the weeks to come, with its band and the error made on its own history."""

from goldenthread.engine.forecast.forecasting import LEAST_WEEKS, ForecastWeek, LoadForecast, LoadWeek, forecast

__all__ = ["LEAST_WEEKS", "ForecastWeek", "LoadForecast", "LoadWeek", "forecast"]
