# Before every chapter.
options(digits = 3)

knitr::opts_chunk$set(
  echo = FALSE,   # isn't code a bore?
  fig.align = "center",
  #dpi = 105, # don't know (why
  out.width = "70%"
)
