-- Marks in the tree of one text what needs the whole publication, and labels that Pandoc leaves as text: citations,
-- cross-references, captions of listings, the place of the bibliography.

local KINDS = {sec = true, fig = true, tbl = true, lst = true, eq = true}
-- Labels of theorems in Quarto and bookdown; elsewhere such keys are citations.
local THEOREMS = {"thm", "lem", "cor", "prp", "cnj", "def", "exm", "exr", "hyp", "alg"}
local met, refs = 0, false

local function is_label(id)
  local kind = id:match("^(%a+)[-:].")
  return kind ~= nil and KINDS[kind:sub(1, 1):lower() .. kind:sub(2)] == true
end

local function mark_reference(each)
  local prefix = pandoc.Span(each.prefix, {"", {"octavo-prefix"}})
  local suffix = pandoc.Span(each.suffix, {"", {"octavo-suffix"}})
  return pandoc.Span({prefix, suffix}, {"", {"octavo-ref"}, {["data-label"] = each.id, ["data-mode"] = each.mode}})
end

local function mark_citation(element)
  met = met + 1
  local json = pandoc.write(pandoc.Pandoc({pandoc.Plain({element})}), "json")
  return pandoc.Span(element.content, {"", {"octavo-cite"}, {["data-cite"] = json, ["data-nth"] = tostring(met)}})
end

-- Pandoc reads `@fig-x [@key]` as one citation: separates references from citations.
local function mark_cite(element)
  local refers, cites = pandoc.List({}), pandoc.List({})
  for _, each in ipairs(element.citations) do
    (is_label(each.id) and refers or cites):insert(each)
  end
  if #refers == 0 then return mark_citation(element) end
  local references = pandoc.Span(refers:map(mark_reference), {"", {"octavo-xref"}})
  if #cites == 0 then return references end
  local shown = cites:map(function(each) return "@" .. each.id end)
  local rest = pandoc.Cite({pandoc.Str("[" .. table.concat(shown, "; ") .. "]")}, cites)
  return {references, pandoc.Space(), mark_citation(rest)}
end

local CAPTIONS = {"lst-cap", "caption", "title", "filename"}

-- An info string with more than a language, which octavo writes as one word: five fields in hexadecimal digits.
local function read_info(block)
  local word = #block.classes > 0 and block.classes[1]:match("^octavo%-info%-(%x*)$")
  if not word then return false end
  local fields = {}
  local said = word:gsub("%x%x", function(digits) return string.char(tonumber(digits, 16)) end)
  for field in (said .. "\0"):gmatch("([^%z]*)%z") do fields[#fields + 1] = field end
  local language, title, marked, start, id = table.unpack(fields)
  local classes = pandoc.List(language ~= "" and {language} or {})
  if title ~= "" then block.attributes.title = title end
  if marked ~= "" then block.attributes.marked = marked end
  if start ~= "" then
    classes:insert("numberLines")
    block.attributes["first-line"] = start
  end
  block.classes = classes
  if id ~= "" then block.identifier = id end
  return true
end

local function mark_listing(block)
  local changed = read_info(block)
  local first = block.attributes.startFrom or block.attributes["start-from"]
  if first then
    block.attributes["first-line"] = first
    block.attributes.startFrom, block.attributes["start-from"] = nil, nil
    changed = true
  end
  local text
  for _, key in ipairs(CAPTIONS) do
    text = text or block.attributes[key]
    block.attributes[key] = nil
  end
  local is_named = block.identifier:match("^lst[-:].") ~= nil
  if not text and not is_named then return changed and block or nil end
  local caption = text and pandoc.utils.blocks_to_inlines(pandoc.read(text, "markdown").blocks) or {}
  local attributes = {block.identifier, {"octavo-listing"}}
  block.identifier = ""
  return pandoc.Div({pandoc.Div({pandoc.Plain(caption)}, {"", {"octavo-caption"}}), block}, attributes)
end

-- Pandoc's HTML does not say how the numbers of a list are written.
local DELIMITERS = {OneParen = "octavo-one-paren", TwoParens = "octavo-two-parens"}

local function mark_delimiters(list)
  local class = DELIMITERS[list.listAttributes.delimiter]
  return class and pandoc.Div({list}, {"", {class}}) or nil
end

-- `\index{main!sub|see{other}}`, as in LaTeX: `sort@shown` is shown, `|(` and `|)` are the ends of a range.
-- A quotation mark before one of its signs makes it a letter, as for the program makeindex.
local QUOTED = {["!"] = "\1", ["@"] = "\2", ["|"] = "\3", ['"'] = "\4"}
local UNQUOTED = {["\1"] = "!", ["\2"] = "@", ["\3"] = "|", ["\4"] = '"'}

-- What TeX prints: the arguments of commands, and signs that a backslash makes letters.
local function plain_tex(tex)
  local count
  repeat
    tex, count = tex:gsub("\\%a+%*?%s*(%b{})", function(inside) return inside:sub(2, -2) end)
  until count == 0
  tex = tex:gsub("(\\?)([{}])", function(escape, brace) return escape ~= "" and brace or "" end)
  return (tex:gsub("`([^`]*)`", "%1"):gsub("~", " "):gsub("\\([$%%&#_])", "%1"):gsub("[\1-\4]", UNQUOTED))
end

local function make_index_entry(tex)
  local entry, how = tex:gsub('"([!@|"])', QUOTED):match("^([^|]*)|?(.*)$")
  local attributes = {}
  local parts = {}
  for part in entry:gmatch("[^!]+") do
    parts[#parts + 1] = plain_tex((part:gsub("^.*@", "")))
  end
  attributes.entry = table.concat(parts, "!")
  attributes.see, attributes["see-also"] = how:match("^see{(.*)}$"), how:match("^seealso{(.*)}$")
  if how:sub(1, 1) == "(" then attributes.range = "start" elseif how:sub(1, 1) == ")" then attributes.range = "end" end
  return pandoc.Span({}, {"", {"index"}, attributes})
end

local function convert_index(raw)
  local tex = (raw.format == "tex" or raw.format == "latex") and raw.text:match("^%s*\\index%l?(%b{})%s*$")
  if not tex then return nil end
  local span = make_index_entry(tex:sub(2, -2))
  return raw.t == "RawBlock" and pandoc.Plain({span}) or span
end

local function notice_place(div)
  if div.identifier == "refs" then refs = true end
end

local function notice_raw_place(raw)
  if raw.text:match("id=[\"']?refs[\"'%s>]") then refs = true end
end

-- The meanings of abbreviations, which a dialect puts into a block of code at the end.
local abbreviations, has_abbreviations = {}, false

local function collect_abbreviations(block)
  if not block.classes:includes("octavo-abbreviations") then return nil end
  for short, long in block.text:gmatch("([^\t\n]+)\t([^\n]+)") do
    abbreviations[short], has_abbreviations = long, true
  end
  return {}
end

local function mark_abbreviation(text)
  return pandoc.Span({pandoc.Str(text)}, {"", {"octavo-abbreviation"}, {title = abbreviations[text]}})
end

local function explain_abbreviations(str)
  if abbreviations[str.text] then return mark_abbreviation(str.text) end
  local out, from, at = pandoc.List({}), 1, 1
  while true do
    local first, last = str.text:find("[%w_\128-\255]+", at)
    if not first then break end
    local word = str.text:sub(first, last)
    if abbreviations[word] then
      if first > from then out:insert(pandoc.Str(str.text:sub(from, first - 1))) end
      out:insert(mark_abbreviation(word))
      from = last + 1
    end
    at = last + 1
  end
  if #out == 0 then return nil end
  if from <= #str.text then out:insert(pandoc.Str(str.text:sub(from))) end
  return out
end

local function is_unseen(block)
  return block.t == "RawBlock" and (block.text:match("^%s*<!%-%-.*%-%->%s*$") or block.format ~= "html")
end

-- Makes the place for the bibliography: under a heading that waits for it, else at the end, with a heading if there are
-- citations and the author gives none.
function place_bibliography(document)
  local blocks, meta = document.blocks, document.meta
  local titles = {}
  for _, title in ipairs(meta["octavo-refs-titles"]) do titles[pandoc.utils.stringify(title):lower()] = true end
  local title = pandoc.Inlines(meta["octavo-refs"])
  title:remove(1)  -- what keeps `1. Works` from being a list, and the space behind it
  title:remove(1)
  local heading = pandoc.Header(1, title, {"bibliography", {"unnumbered"}})
  local first, highest, last = nil, 7, #blocks
  while last > 0 and is_unseen(blocks[last]) do last = last - 1 end
  for _, block in ipairs(blocks) do
    if block.t == "Header" then
      if block.identifier == "bibliography" then heading.identifier = "bibliography-1" end
      if first then highest = math.min(highest, block.level) else first = block.level end
    end
  end
  -- The first heading may be the title, which is above all others.
  if first and (meta["octavo-titled"] or first >= highest) then highest = math.min(highest, first) end
  heading.level = highest < 7 and highest or first and math.min(first + 1, 6) or 1
  if refs then
    for at, block in ipairs(blocks) do
      local before = blocks[at - 1]
      if block.t == "Div" and block.identifier == "refs" and #block.content == 0 then
        local introduced = before and (before.t == "Header" or pandoc.utils.stringify(before):match(":$"))
        if (met > 0 or meta["octavo-refs-uncited"]) and not introduced then blocks:insert(at, heading) end
        return
      end
    end
    return
  end
  local place = pandoc.Div({}, {"refs", {"octavo-refs"}})
  for at, block in ipairs(blocks) do
    local after = blocks[at + 1]
    local waits = block.t == "Header" and (after == nil or after.t == "Header" and after.level <= block.level)
    if waits and at < last and titles[pandoc.utils.stringify(block.content):lower()] then
      blocks:insert(at + 1, place)
      return
    end
  end
  if (met > 0 or meta["octavo-refs-uncited"]) and not (last > 0 and blocks[last].t == "Header") then
    blocks:insert(heading)
  end
  blocks:insert(place)
end

function Pandoc(document)
  if #document.blocks > 0 and document.blocks[#document.blocks].t == "CodeBlock" then
    document.blocks = document.blocks:walk({CodeBlock = collect_abbreviations})
    if has_abbreviations then document.blocks = document.blocks:walk({Str = explain_abbreviations}) end
  end
  -- A name or a keyword with `@` cites nothing.
  local names = document.meta["octavo-names"]
  if names then
    document.meta["octavo-names"] = names:map(function(name)
      return pandoc.Inlines(name):walk({Cite = function(cite) return cite.content end})
    end)
  end
  if document.meta["octavo-theorems"] then
    for _, kind in ipairs(THEOREMS) do KINDS[kind] = true end
  end
  document = document:walk({CodeBlock = mark_listing, Div = notice_place, OrderedList = mark_delimiters,
                            RawInline = convert_index, RawBlock = convert_index})
  document = document:walk({Cite = mark_cite})
  if not refs then document:walk({RawBlock = notice_raw_place}) end
  if document.meta["octavo-refs"] then place_bibliography(document) end
  return document
end
