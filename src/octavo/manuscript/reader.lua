-- Prepares what Pandoc's HTML writer would lose or do only in English: quotation marks by language, French spaces, lines
-- joined without a space in Chinese and Japanese, the marks of Hebrew abbreviations, raw text of other formats, and
-- whether there is raw HTML at all.

local MARKS = {
  en = {"“", "”", "‘", "’"}, de = {"„", "“", "‚", "‘"}, fr = {"«\u{202F}", "\u{202F}»", "“", "”"},
  es = {"«", "»", "“", "”"}, it = {"«", "»", "“", "”"}, pt = {"«", "»", "“", "”"}, ["pt-BR"] = {"“", "”", "‘", "’"},
  nl = {"‘", "’", "“", "”"}, da = {"»", "«", "›", "‹"}, sv = {"”", "”", "’", "’"}, fi = {"”", "”", "’", "’"},
  nb = {"«", "»", "‘", "’"}, nn = {"«", "»", "‘", "’"}, no = {"«", "»", "‘", "’"}, pl = {"„", "”", "‚", "’"},
  cs = {"„", "“", "‚", "‘"}, sk = {"„", "“", "‚", "‘"}, hu = {"„", "”", "»", "«"}, ro = {"„", "”", "«", "»"},
  ru = {"«", "»", "„", "“"}, uk = {"«", "»", "„", "“"}, bg = {"„", "“", "‘", "’"}, el = {"«", "»", "“", "”"},
  tr = {"“", "”", "‘", "’"}, ja = {"「", "」", "『", "』"}, zh = {"“", "”", "‘", "’"},
  ["zh-Hant"] = {"「", "」", "『", "』"}, ["zh-TW"] = {"「", "」", "『", "』"}, ["zh-HK"] = {"「", "」", "『", "』"},
  yue = {"「", "」", "『", "』"}, ko = {"“", "”", "‘", "’"},
  ["de-CH"] = {"«", "»", "‹", "›"}, ["fr-CH"] = {"«\u{202F}", "\u{202F}»", "‹\u{202F}", "\u{202F}›"},
  ca = {"«", "»", "“", "”"}, hr = {"„", "”", "‚", "’"}, sl = {"„", "“", "‚", "‘"}, et = {"„", "“", "‚", "‘"},
  lt = {"„", "“", "‚", "‘"}, lv = {"“", "”", "‘", "’"}, he = {"”", "”", "’", "’"}, ar = {"«", "»", "‹", "›"}, fa = {"«", "»", "‹", "›"},
}

local lang, raw = "en", false

local function find_marks()
  return MARKS[lang] or MARKS[lang:match("^%a+")] or MARKS.en
end

local function write_quotes(element)
  local m = find_marks()
  local first = element.quotetype == "DoubleQuote" and 1 or 3
  local content = element.content
  content:insert(1, pandoc.Str(m[first]))
  content:insert(pandoc.Str(m[first + 1]))
  return content
end

local function space_french(inlines)
  for i = 2, #inlines do
    local before, here = inlines[i - 1], inlines[i]
    if before.t == "Space" and here.t == "Str" and here.text:match("^[;:!?»]") then
      inlines[i - 1] = pandoc.Str(here.text:match("^[:»]") and "\u{00A0}" or "\u{202F}")
    end
  end
  return inlines
end

-- Languages without spaces between words: lines are joined and quotations set without one.
local UNSPACED = {zh = true, ja = true, cmn = true, yue = true, wuu = true, nan = true}

-- Han characters, kana, and the punctuation that goes with them: not Hangul.
local function is_wide(c)
  return c >= 0x2E80 and c <= 0x312F or c >= 0x31A0 and c <= 0x4DBF or c >= 0x4E00 and c <= 0x9FFF
    or c >= 0xF900 and c <= 0xFAFF or c >= 0xFE30 and c <= 0xFE6F or c >= 0xFF01 and c <= 0xFF9F
    or c >= 0x20000 and c <= 0x3FFFF
end

local NARROW = {[0x2014] = true, [0x2018] = true, [0x2019] = true, [0x201C] = true, [0x201D] = true, [0x2026] = true}

-- Tells whether the last or the first character of an inline element is wide; nil where it may be either.
local function has_wide_edge(inline, last)
  local text = inline.t == "Note" and "" or pandoc.utils.stringify(inline)
  if text == "" then return false end
  local c = utf8.codepoint(text, last and utf8.offset(text, -1) or 1)
  if NARROW[c] then return nil end
  return is_wide(c)
end

local function join_lines(inlines)
  for i = #inlines - 1, 2, -1 do
    if inlines[i].t == "SoftBreak" then
      local before, after = has_wide_edge(inlines[i - 1], true), has_wide_edge(inlines[i + 1], false)
      if before ~= false and after ~= false and (before or after) then inlines:remove(i) end
    end
  end
  return inlines
end

-- Pandoc takes a straight mark in the middle of a line for a closing one: of two closing marks, the first one opens.
local function fix_quotes(block)
  local texts = pandoc.List({})
  block:walk({Str = function(str) texts:insert(str.text) end})
  if not table.concat(texts):find("”", 1, true) then return nil end
  local all, is_open, fixed = table.concat(texts, "\0"), false, {}
  local m, from = find_marks(), 1
  while true do
    local opens, closes = all:find("“", from, true), all:find("”", from, true)
    if not closes then break end
    if opens and opens < closes then
      from = closes + #"”"
    else
      local second = all:find("”", closes + #"”", true)
      if not second or (opens and opens < second) then
        from = closes + #"”"
      else
        fixed[closes], fixed[second] = m[1], m[2]
        from = second + #"”"
      end
    end
  end
  if not next(fixed) then return nil end
  local out = {}
  for at, c in utf8.codes(all) do out[#out + 1] = fixed[at] or utf8.char(c) end
  local parts, number = pandoc.List({}), 0
  for part in (table.concat(out) .. "\0"):gmatch("([^\0]*)\0") do parts:insert(part) end
  return block:walk({Str = function(str) number = number + 1 str.text = parts[number] return str end})
end

-- Hebrew puts a mark before the last letter of an abbreviation, and one after a letter for a foreign sound; authors write
-- both with the quotation marks on their keyboards.
local function write_hebrew_marks(str)
  local letter = "(\xD7[\x90-\xAA])"
  local text = str.text:gsub(letter .. "”" .. letter, "%1״%2"):gsub(letter .. "’", "%1׳")
  if text ~= str.text then str.text = text return str end
end

-- Marks that octavo has put where Pandoc would turn them the wrong way: an apostrophe, and quotations in quotations.
local function write_marks(str)
  local m = find_marks()
  local text = str.text:gsub("\u{FDD5}", "’"):gsub("\u{FDD6}", m[1]):gsub("\u{FDD7}", m[2])
  if text ~= str.text then str.text = text return str end
end

local function is_html(format)
  return format == "html" or format == "html5" or format == "html4"
end

-- Raw HTML needs an HTML parser, which is slow, except for tags that an XML parser reads in the same way.
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

local function mark_raw_inline(element)
  if is_html(element.format) then
    local text = as_xml(element.text)
    if text then return pandoc.RawInline("html", text) end
    raw = true
    return nil
  end
  return pandoc.Span({pandoc.Str(element.text)}, {"", {"octavo-raw"}, {format = element.format}})
end

local function mark_raw_block(element)
  if is_html(element.format) then raw = true return nil end
  return pandoc.Div({pandoc.Plain({pandoc.Str(element.text)})}, {"", {"octavo-raw"}, {format = element.format}})
end

-- What Pandoc takes for no picture, such as a PDF, it embeds without the alt text.
local PICTURES = {png = true, jpg = true, jpeg = true, gif = true, svg = true, webp = true, avif = true}

local function keep_alt(image)
  local extension = image.src:match("^[^?#]*%.(%w+)") or ""
  if not PICTURES[extension:lower()] then
    image.attributes["octavo-alt"] = pandoc.utils.stringify(image.caption)
    return image
  end
end

function Pandoc(document)
  if document.meta.lang then lang = pandoc.utils.stringify(document.meta.lang) end
  local filter = {Quoted = write_quotes, RawInline = mark_raw_inline, RawBlock = mark_raw_block, Image = keep_alt}
  if lang:match("^fr") then filter.Inlines = space_french end
  if UNSPACED[lang:match("^%a+")] then
    document = document:walk({Para = fix_quotes, Plain = fix_quotes, Header = fix_quotes})
    filter.Inlines = join_lines
  elseif lang:match("^he") or lang:match("^yi") then
    document = document:walk({Str = write_hebrew_marks})
  end
  if document.meta["octavo-quotes"] then document = document:walk({Str = write_marks}) end
  document = document:walk(filter)
  if raw then document.meta["octavo-raw"] = true end
  return document
end
