function Str(word)
  error("no voice")
end
