-- What only the whole publication can settle, marked in the tree of one text, and labels that Pandoc leaves as text:
-- citations, cross-references, labels of equations, captions of listings, the place of the bibliography.

local KINDS = {sec = true, fig = true, tbl = true, lst = true, eq = true}
-- What these tools number besides; elsewhere, such keys are somebody's books.
local THEOREMS = {"thm", "lem", "cor", "prp", "cnj", "def", "exm", "exr", "hyp", "alg"}
local met, refs, displayed = 0, false, false

local function is_label(id)
  local kind = id:match("^(%a+)[-:].")
  return kind ~= nil and KINDS[kind:sub(1, 1):lower() .. kind:sub(2)] == true
end

local function reference(each)
  local prefix = pandoc.Span(each.prefix, {"", {"octavo-prefix"}})
  local suffix = pandoc.Span(each.suffix, {"", {"octavo-suffix"}})
  return pandoc.Span({prefix, suffix}, {"", {"octavo-ref"}, {["data-label"] = each.id, ["data-mode"] = each.mode}})
end

local function citation(element)
  met = met + 1
  local json = pandoc.write(pandoc.Pandoc({pandoc.Plain({element})}), "json")
  return pandoc.Span(element.content, {"", {"octavo-cite"}, {["data-cite"] = json, ["data-nth"] = tostring(met)}})
end

-- `@fig-x [@key]` comes as one: what is said of figures is parted from what is cited.
local function cite(element)
  local refers, cites = pandoc.List({}), pandoc.List({})
  for _, each in ipairs(element.citations) do
    (is_label(each.id) and refers or cites):insert(each)
  end
  if #refers == 0 then return citation(element) end
  local references = pandoc.Span(refers:map(reference), {"", {"octavo-xref"}})
  if #cites == 0 then return references end
  local shown = cites:map(function(each) return "@" .. each.id end)
  local rest = pandoc.Cite({pandoc.Str("[" .. table.concat(shown, "; ") .. "]")}, cites)
  return {references, pandoc.Space(), citation(rest)}
end

local function equation(math, id)
  return pandoc.Span({math}, {id, {"octavo-equation"}})
end

-- `$$…$$ {#eq-x}`: the braces have come as text.
local function labelled(inlines)
  local out, i = pandoc.Inlines({}), 1
  while i <= #inlines do
    local here = inlines[i]
    if here.t == "Math" and here.mathtype == "DisplayMath" then
      local tex, id = here.text, nil
      tex = tex:gsub("%s*\\label{([^{}]+)}", function(name) id = name return "" end)
      local after = inlines[i + 1]
      local skip = after and (after.t == "Space" or after.t == "SoftBreak") and 1 or 0
      local braces = inlines[i + 1 + skip]
      if braces and braces.t == "Str" then
        local name, rest = braces.text:match("^{#(eq[-:][^{}%s]+)}(.*)$")
        if name then
          id, i = name, i + 1 + skip
          if rest ~= "" then inlines[i] = pandoc.Str(rest) i = i - 1 end
        end
      end
      out:insert(id and equation(pandoc.Math("DisplayMath", tex), id) or here)
    else
      out:insert(here)
    end
    i = i + 1
  end
  return out
end

local CAPTIONS = {"lst-cap", "caption", "title", "filename"}

local function listing(block)
  local text
  for _, key in ipairs(CAPTIONS) do
    text = text or block.attributes[key]
    block.attributes[key] = nil
  end
  local is_named = block.identifier:match("^lst[-:].") ~= nil
  if not text and not is_named then return nil end
  local caption = text and pandoc.utils.blocks_to_inlines(pandoc.read(text, "markdown").blocks) or {}
  local attributes = {block.identifier, {"octavo-listing"}}
  block.identifier = ""
  return pandoc.Div({pandoc.Div({pandoc.Plain(caption)}, {"", {"octavo-caption"}}), block}, attributes)
end

-- `\index{main!sub|see{other}}`, as in LaTeX: `sort@shown` is shown, `|(` and `|)` are the ends of a range.
local function index_entry(tex)
  local entry, how = tex:match("^([^|]*)|?(.*)$")
  local attributes = {}
  local parts = {}
  for part in entry:gmatch("[^!]+") do
    parts[#parts + 1] = part:gsub("^.*@", ""):gsub("\\%a+%s*{([^{}]*)}", "%1"):gsub("[{}]", "")
  end
  attributes.entry = table.concat(parts, "!")
  attributes.see, attributes["see-also"] = how:match("^see{(.*)}$"), how:match("^seealso{(.*)}$")
  if how:sub(1, 1) == "(" then attributes.range = "start" elseif how:sub(1, 1) == ")" then attributes.range = "end" end
  return pandoc.Span({}, {"", {"index"}, attributes})
end

local function raw_index(raw)
  local tex = (raw.format == "tex" or raw.format == "latex") and raw.text:match("^%s*\\index%l?(%b{})%s*$")
  if not tex then return nil end
  local span = index_entry(tex:sub(2, -2))
  return raw.t == "RawBlock" and pandoc.Plain({span}) or span
end

-- Mathematics that stands in a text as LaTeX has it, without dollars around it.
local ENVIRONMENTS = {align = true, alignat = true, eqnarray = true, gather = true, multline = true, flalign = true}
local PLAIN = {equation = true, displaymath = true, math = true}

local function environment(raw)
  if raw.format ~= "tex" and raw.format ~= "latex" then return nil end
  local name, inside = raw.text:match("^%s*\\begin{(%a+)%*?}(.*)\\end{%a+%*?}%s*$")
  if not name or not (ENVIRONMENTS[name] or PLAIN[name]) then return nil end
  displayed = true
  local math = pandoc.Math("DisplayMath", PLAIN[name] and inside or raw.text)
  return raw.t == "RawBlock" and pandoc.Para({math}) or math
end

local function raw_tex(raw)
  return raw_index(raw) or environment(raw)
end

-- Mathematics that a dialect writes in its own way comes as code.
local function written_as_code(code)
  if not code.classes:includes("octavo-math") then return nil end
  if not code.classes:includes("display") then return pandoc.Math("InlineMath", code.text) end
  displayed = true
  return pandoc.Math("DisplayMath", code.text)
end

local function notice_place(div)
  if div.identifier == "refs" then refs = true end
end

local function notice_display(math)
  if math.mathtype == "DisplayMath" then displayed = true end
end

-- What abbreviations stand for, which a dialect has gathered in a block of code at the end.
local abbreviations, has_abbreviations = {}, false

local function gather_abbreviations(block)
  if not block.classes:includes("octavo-abbreviations") then return nil end
  for short, long in block.text:gmatch("([^\t\n]+)\t([^\n]+)") do
    abbreviations[short], has_abbreviations = long, true
  end
  return {}
end

local function abbreviation(text)
  return pandoc.Span({pandoc.Str(text)}, {"", {"octavo-abbreviation"}, {title = abbreviations[text]}})
end

local function explained(str)
  if abbreviations[str.text] then return abbreviation(str.text) end
  local out, from, at = pandoc.List({}), 1, 1
  while true do
    local first, last = str.text:find("[%w_\128-\255]+", at)
    if not first then break end
    local word = str.text:sub(first, last)
    if abbreviations[word] then
      if first > from then out:insert(pandoc.Str(str.text:sub(from, first - 1))) end
      out:insert(abbreviation(word))
      from = last + 1
    end
    at = last + 1
  end
  if #out == 0 then return nil end
  if from <= #str.text then out:insert(pandoc.Str(str.text:sub(from))) end
  return out
end

function Pandoc(document)
  if #document.blocks > 0 and document.blocks[#document.blocks].t == "CodeBlock" then
    document.blocks = document.blocks:walk({CodeBlock = gather_abbreviations})
    if has_abbreviations then document.blocks = document.blocks:walk({Str = explained}) end
  end
  if document.meta["octavo-theorems"] then
    for _, kind in ipairs(THEOREMS) do KINDS[kind] = true end
  end
  document = document:walk({CodeBlock = listing, Div = notice_place, Math = notice_display,
                            Code = written_as_code, RawInline = raw_tex, RawBlock = raw_tex})
  -- To go over every list of inlines takes a third of Pandoc's time: only where there is something to be found.
  if displayed then document = document:walk({Inlines = labelled}) end
  document = document:walk({Cite = cite})
  if document.meta["octavo-refs"] and not refs then
    document.blocks:insert(pandoc.Div({}, {"refs", {"octavo-refs"}}))
  end
  return document
end
