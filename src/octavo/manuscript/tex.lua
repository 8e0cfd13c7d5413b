-- Commands of KaTeX, MathJax and plain TeX that Pandoc's TeX reader does not know, written with those that it knows.

-- Commands with another name.
local SAME = {
  larr = "leftarrow", rarr = "rightarrow", harr = "leftrightarrow", lrarr = "leftrightarrow", uarr = "uparrow",
  darr = "downarrow", lArr = "Leftarrow", Larr = "Leftarrow", rArr = "Rightarrow", Rarr = "Rightarrow",
  hArr = "Leftrightarrow", Harr = "Leftrightarrow", lrArr = "Leftrightarrow", Lrarr = "Leftrightarrow",
  uArr = "Uparrow", Uarr = "Uparrow", dArr = "Downarrow", Darr = "Downarrow", alef = "aleph", alefsym = "aleph",
  ang = "angle", ["and"] = "land", ["or"] = "lor", bull = "bullet", clubs = "clubsuit", Dagger = "ddagger",
  diamonds = "diamondsuit", empty = "emptyset", exist = "exists", hearts = "heartsuit", image = "Im", real = "Re",
  infin = "infty", isin = "in", lang = "langle", rang = "rangle", plusmn = "pm", sdot = "cdot", spades = "spadesuit",
  sub = "subset", sube = "subseteq", supe = "supseteq", thetasym = "vartheta", weierp = "wp", intop = "int",
  smallint = "int", widecheck = "check", overlinesegment = "overline", cfrac = "frac", hphantom = "phantom",
  Bbb = "mathbb", bold = "mathbf", textnormal = "text", textmd = "text", textup = "text", hbox = "text",
  emph = "textit", sout = "cancel",
}
local WRITTEN = {
  R = "\\mathbb{R}", N = "\\mathbb{N}", Z = "\\mathbb{Z}", reals = "\\mathbb{R}", Reals = "\\mathbb{R}",
  natnums = "\\mathbb{N}", cnums = "\\mathbb{C}", Complex = "\\mathbb{C}", degree = "{}^{\\circ}", sect = "\\text{§}",
  S = "\\text{§}", P = "\\text{¶}", copyright = "\\text{©}", thinspace = "\\,", space = "\\ ", dblcolon = "::",
  vcentcolon = ":", colonequals = ":=", ratio = ":", ldotp = ".", argmax = "\\operatorname*{arg\\,max}",
  argmin = "\\operatorname*{arg\\,min}", plim = "\\operatorname*{plim}", injlim = "\\operatorname*{inj\\,lim}",
  varlimsup = "\\overline{\\lim}", varliminf = "\\underline{\\lim}", ch = "\\operatorname{ch}",
  sh = "\\operatorname{sh}", th = "\\operatorname{th}", tg = "\\operatorname{tg}", ctg = "\\operatorname{ctg}",
  -- Commands about layout, not content.
  nobreak = "", allowbreak = "", notag = "", mathstrut = "", strut = "", tiny = "", scriptsize = "", footnotesize = "",
  small = "", normalsize = "", large = "", Large = "", LARGE = "", huge = "", Huge = "",
}
-- What is written around an argument.
local AROUND = {
  bra = {"\\langle ", "|"}, ket = {"|", "\\rangle "}, braket = {"\\langle ", "\\rangle "},
  Bra = {"\\left\\langle ", "\\right|"}, Ket = {"\\left|", "\\right\\rangle "},
  Braket = {"\\left\\langle ", "\\right\\rangle "}, set = {"\\{", "\\}"}, Set = {"\\left\\{", "\\right\\}"},
  fbox = {"\\boxed{\\text{", "}}"}, xmapsto = {"\\overset{", "}{\\mapsto}"}, xLeftarrow = {"\\overset{", "}{\\Leftarrow}"},
}
-- The number of arguments, of which the last one is shown.
local LAST = {
  smash = 1, llap = 1, rlap = 1, mathllap = 1, mathrlap = 1, mathclap = 1, mathinner = 1, textcolor = 2, colorbox = 2,
  href = 2, htmlClass = 2, htmlId = 2, htmlStyle = 2, htmlData = 2, raisebox = 2,
}
local NOTHING = {vphantom = 1, rule = 2}
local LENGTHS = {kern = true, mkern = true, hskip = true, mskip = true}
-- Switches, which apply until the end of a group or a cell.
local FONTS = {rm = "mathrm", bf = "mathbf", it = "mathit", sf = "mathsf", tt = "mathtt", cal = "mathcal"}

-- Returns the rest of a group from `at` on, and where it ends; with `stops`, some commands end it too.
local function read_group(tex, at, stops)
  local depth, from = 0, at
  while at <= #tex do
    local c = tex:sub(at, at)
    if c == "\\" then
      local name = tex:match("^%a+", at + 1) or tex:sub(at + 1, at + 1)
      if stops and depth == 0 and (name == "\\" or name == "end" or name == "right") then break end
      at = at + #name
    elseif c == "{" then
      depth = depth + 1
    elseif c == "}" or (stops and c == "&" and depth == 0) then
      if depth == 0 then break end
      depth = depth - (c == "}" and 1 or 0)
    end
    at = at + 1
  end
  return tex:sub(from, at - 1), at
end

-- Returns the next argument, a group or one token, and the position after it.
local function read_argument(tex, at)
  at = tex:find("%S", at) or #tex + 1
  if tex:sub(at, at) == "{" then
    local inside, stop = read_group(tex, at + 1)
    return inside, stop + 1
  end
  local token = tex:match("^\\%a+", at) or tex:match("^\\.", at) or tex:match("^[%z\1-\127\194-\244][\128-\191]*", at) or ""
  return token, at + #token
end

local rewrite

-- Returns what a command becomes, and the position after it; nothing where it stays as it is.
local function translate(tex, name, after)
  if SAME[name] then return "\\" .. SAME[name], after end
  if WRITTEN[name] then
    local said = WRITTEN[name]
    return said == "" and " " or said, after
  end
  if FONTS[name] then
    local group = tex:match("^%s*(){", after)
    if group then return "\\" .. FONTS[name], group end
    local inside, stop = read_group(tex, after, true)
    if not inside:find("%S") then return "", stop end
    return "\\" .. FONTS[name] .. "{" .. rewrite(inside:match("^%s*(.-)%s*$")) .. "}", stop
  end
  if LENGTHS[name] then
    local stop = tex:match("^%s*[-+]?[%d.]+%s*%a%a()", after)
    return stop and "", stop
  end
  local around, count = AROUND[name], LAST[name] or NOTHING[name]
  if not around and not count then return nil end
  local given = ""
  for _ = 1, count or 1 do given, after = read_argument(tex, after) end
  if NOTHING[name] then return "", after end
  if around then return around[1] .. rewrite(given) .. around[2], after end
  return (name == "raisebox" and "\\text{" or "{") .. rewrite(given) .. "}", after
end

-- Converts `{a \over b}`, the one command between its arguments.
local function convert_fractions(tex)
  local from = 1
  while true do
    local first, last = tex:find("\\over%f[%A]", from)
    if not first then return tex end
    local depth, at = 0, first - 1
    while at > 0 do
      local c = tex:sub(at, at)
      if c == "}" then depth = depth + 1 elseif c == "{" then depth = depth - 1 end
      if depth < 0 then break end
      at = at - 1
    end
    local below, stop = read_group(tex, last + 1, true)
    tex = tex:sub(1, at) .. "\\frac{" .. tex:sub(at + 1, first - 1) .. "}{" .. below .. "}" .. tex:sub(stop)
    from = at + 1
  end
end

function rewrite(tex)
  local out, from, at = {}, 1, 1
  while true do
    local first, last, name = tex:find("\\(%a+)", at)
    local escape = tex:find("\\[^%a]", at)
    if escape and (not first or escape < first) then
      at = escape + 2
    elseif not first then
      break
    else
      local new, after = translate(tex, name, last + 1)
      if new then
        -- Without a space, a letter after a name would belong to the name.
        if new:find("\\%a+$") and tex:find("^%a", after) then new = new .. " " end
        out[#out + 1] = tex:sub(from, first - 1) .. new
        from = after
      end
      at = new and after or last + 1
    end
  end
  return table.concat(out) .. tex:sub(from)
end

function Math(math)
  if not math.text:find("\\%a") then return nil end
  local tex = math.text:find("\\over%f[%A]") and convert_fractions(math.text) or math.text
  tex = rewrite(tex)
  if tex == math.text then return nil end
  math.text = tex
  return math
end
