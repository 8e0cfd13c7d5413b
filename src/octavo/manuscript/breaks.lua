-- Page breaks in the notations of LaTeX, Quarto and Word become `<div class="page-break">`: raw TeX where Pandoc's reader
-- knows it, text where it does not.

local COMMANDS = {newpage = true, pagebreak = true, clearpage = true, cleardoublepage = true}

-- Tells whether raw TeX breaks the page and prints nothing.
local function breaks(tex)
  local found = false
  local rest = tex:gsub("\\(%a+)%*?", function(name) found = found or COMMANDS[name] return "" end)
  return found and not rest:gsub("%b[]", ""):gsub("%b{}", ""):find("%S")
end

local function is_typed_break(text)
  return text:match("^\\newpage$") or text:match("^\\pagebreak$") or text:match("^\\clearpage$")
    or text:match("^\\cleardoublepage$")
end

local function make_break()
  return pandoc.Div({}, {"", {"page-break"}})
end

local function is_break(inline)
  if inline.t == "RawInline" then return inline.format:match("tex$") and breaks(inline.text) end
  return inline.t == "Str" and is_typed_break(inline.text)
end

local function trim(inlines)
  local blank = {Space = true, SoftBreak = true, LineBreak = true}
  while #inlines > 0 and blank[inlines[1].t] do inlines:remove(1) end
  while #inlines > 0 and blank[inlines[#inlines].t] do inlines:remove() end
  return inlines
end

-- Divides a paragraph where the page is to break.
local function divide(para)
  if pandoc.utils.stringify(para):match("^{{<%s*pagebreak%s*>}}$") then return make_break() end
  local parts, found = pandoc.List({pandoc.Inlines({})}), false
  for _, inline in ipairs(para.content) do
    if is_break(inline) then
      found = true
      parts:insert(pandoc.Inlines({}))
    else
      parts[#parts]:insert(inline)
    end
  end
  if not found then return nil end
  local blocks = pandoc.List({})
  for row, part in ipairs(parts) do
    if row > 1 then blocks:insert(make_break()) end
    if #trim(part) > 0 then blocks:insert(pandoc.Para(part)) end
  end
  return blocks
end

local function break_at_raw(raw)
  local is_word = raw.format == "openxml" and raw.text:match('<w:br%s[^>]*w:type="page"')
  if is_word or raw.format:match("tex$") and breaks(raw.text) then return make_break() end
end

return {{Para = divide, RawBlock = break_at_raw}}
