-- What Pandoc's HTML writer would lose or do in English only, marked in the tree before it is written:
-- quotation marks by language, French spaces, raw text of other formats, whether there is raw HTML at all.

local MARKS = {
  en = {"“", "”", "‘", "’"}, de = {"„", "“", "‚", "‘"}, fr = {"«\u{202F}", "\u{202F}»", "“", "”"},
  es = {"«", "»", "“", "”"}, it = {"«", "»", "“", "”"}, pt = {"«", "»", "“", "”"}, ["pt-BR"] = {"“", "”", "‘", "’"},
  nl = {"‘", "’", "“", "”"}, da = {"»", "«", "›", "‹"}, sv = {"”", "”", "’", "’"}, fi = {"”", "”", "’", "’"},
  nb = {"«", "»", "‘", "’"}, nn = {"«", "»", "‘", "’"}, no = {"«", "»", "‘", "’"}, pl = {"„", "”", "‚", "’"},
  cs = {"„", "“", "‚", "‘"}, sk = {"„", "“", "‚", "‘"}, hu = {"„", "”", "»", "«"}, ro = {"„", "”", "«", "»"},
  ru = {"«", "»", "„", "“"}, uk = {"«", "»", "„", "“"}, bg = {"„", "“", "‘", "’"}, el = {"«", "»", "“", "”"},
  tr = {"“", "”", "‘", "’"}, ja = {"「", "」", "『", "』"}, zh = {"“", "”", "‘", "’"}, ko = {"“", "”", "‘", "’"},
  ["de-CH"] = {"«", "»", "‹", "›"}, ["fr-CH"] = {"«\u{202F}", "\u{202F}»", "‹\u{202F}", "\u{202F}›"},
  ca = {"«", "»", "“", "”"}, hr = {"„", "”", "‚", "’"}, sl = {"„", "“", "‚", "‘"}, et = {"„", "“", "‚", "‘"},
  lt = {"„", "“", "‚", "‘"}, lv = {"“", "”", "‘", "’"}, he = {"”", "”", "’", "’"}, ar = {"«", "»", "‹", "›"}, fa = {"«", "»", "‹", "›"},
}

local lang, raw = "en", false

local function marks()
  return MARKS[lang] or MARKS[lang:match("^%a+")] or MARKS.en
end

local function quoted(element)
  local m = marks()
  local first = element.quotetype == "DoubleQuote" and 1 or 3
  local content = element.content
  content:insert(1, pandoc.Str(m[first]))
  content:insert(pandoc.Str(m[first + 1]))
  return content
end

local function french(inlines)
  for i = 2, #inlines do
    local before, here = inlines[i - 1], inlines[i]
    if before.t == "Space" and here.t == "Str" and here.text:match("^[;:!?»]") then
      inlines[i - 1] = pandoc.Str(here.text:match("^[:»]") and "\u{00A0}" or "\u{202F}")
    end
  end
  return inlines
end

local function is_html(format)
  return format == "html" or format == "html5" or format == "html4"
end

-- Raw HTML asks for a parser of HTML, which takes its time; not what any parser of XML reads alike.
local PHRASING = {a = true, abbr = true, b = true, cite = true, code = true, del = true, dfn = true, em = true, i = true,
                  ins = true, kbd = true, mark = true, q = true, s = true, samp = true, small = true, span = true,
                  strong = true, sub = true, sup = true, u = true, var = true}
local VOID = {br = true, img = true, wbr = true}

local function as_xml(text)
  local closed = text:match("^</(%l+)>$")
  if closed then return PHRASING[closed] and text end
  local name, rest = text:match("^<(%l+)(.-)%s*/?>$")
  if not name or not (PHRASING[name] or VOID[name]) then return nil end
  if (rest:gsub('%s+[%l-]+="[^"<&]*"', "")) ~= "" then return nil end
  if VOID[name] then return "<" .. name .. rest .. "/>" end
  return not text:match("/>$") and text or nil
end

local function raw_inline(element)
  if is_html(element.format) then
    local text = as_xml(element.text)
    if text then return pandoc.RawInline("html", text) end
    raw = true
    return nil
  end
  return pandoc.Span({pandoc.Str(element.text)}, {"", {"octavo-raw"}, {format = element.format}})
end

local function raw_block(element)
  if is_html(element.format) then raw = true return nil end
  return pandoc.Div({pandoc.Plain({pandoc.Str(element.text)})}, {"", {"octavo-raw"}, {format = element.format}})
end

function Pandoc(document)
  if document.meta.lang then lang = pandoc.utils.stringify(document.meta.lang) end
  local filter = {Quoted = quoted, RawInline = raw_inline, RawBlock = raw_block}
  if lang:match("^fr") then filter.Inlines = french end
  document = document:walk(filter)
  if raw then document.meta["octavo-raw"] = true end
  return document
end
