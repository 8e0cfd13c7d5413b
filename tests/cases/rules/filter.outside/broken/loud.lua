function Str(word)
  return pandoc.Str(word.text:upper())
end
