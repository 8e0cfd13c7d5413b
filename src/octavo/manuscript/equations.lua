-- Reads what TeX says of equations: environments outside of dollars, rows with `\label`, `\tag` and `\notag`, macros,
-- and `\ref` with its kin; also the forms in which other tools write formulas and their labels.

local function is_tex(raw)
  return raw.format == "tex" or raw.format == "latex"
end

-- Returns the position of the brace that closes the one at `at`.
local function find_close(tex, at)
  local depth = 0
  while at <= #tex do
    local c = tex:sub(at, at)
    if c == "\\" then
      at = at + 1
    elseif c == "{" then
      depth = depth + 1
    elseif c == "}" then
      depth = depth - 1
      if depth == 0 then return at end
    end
    at = at + 1
  end
end

-- Returns the next argument, a group or one token, and the position after it.
local function read_argument(tex, at)
  at = tex:find("%S", at)
  if not at then return nil end
  if tex:sub(at, at) == "{" then
    local close = find_close(tex, at)
    if not close then return nil end
    return tex:sub(at + 1, close - 1), close + 1
  end
  local token = tex:match("^\\%a+", at) or tex:match("^\\.", at) or tex:match("^[%z\1-\127\194-\244][\128-\191]*", at)
  if not token then return nil end
  return token, at + #token
end

-- Macros --------------------------------------------------------------------------------------------------------------

local macros, has_macros = {}, false
local MOST = 100000

local function define(name, takes, default, body)
  if not name then return end
  macros[name] = {takes = takes, default = default, body = body}
  has_macros = true
end

local function read_name(tex, at)
  local inside, after = read_argument(tex, at)
  local name = inside and inside:match("^%s*\\(%a+)%s*$")
  return name, after
end

local DEFINERS = {}

function DEFINERS.newcommand(tex, at)
  at = tex:match("^%s*%*?()", at)
  local name, after = read_name(tex, at)
  if not name then return nil end
  local takes, next = tex:match("^%s*%[%s*(%d)%s*%]()", after)
  local default
  after = next or after
  if takes then
    local given, rest = tex:match("^%s*%[([^%[%]]*)%]()", after)
    default, after = given, rest or after
  end
  local body, rest = read_argument(tex, after)
  if not body then return nil end
  define(name, tonumber(takes or 0), default, body)
  return rest
end

DEFINERS.renewcommand, DEFINERS.providecommand = DEFINERS.newcommand, DEFINERS.newcommand
DEFINERS.DeclareRobustCommand = DEFINERS.newcommand

function DEFINERS.def(tex, at)
  local name, marks, after = tex:match("^%s*\\(%a+)([#%d%s]*)(){", at)
  if not name then return nil end
  local body, rest = read_argument(tex, after)
  if not body then return nil end
  local _, takes = marks:gsub("#%d", "")
  define(name, takes, nil, body)
  return rest
end

DEFINERS.gdef = DEFINERS.def

function DEFINERS.let(tex, at)
  local name, other, rest = tex:match("^%s*\\(%a+)%s*=?%s*(\\%a+)()", at)
  if not name then return nil end
  define(name, 0, nil, other)
  return rest
end

function DEFINERS.DeclareMathOperator(tex, at)
  local star, from = tex:match("^%s*(%*?)()", at)
  local name, after = read_name(tex, from)
  if not name then return nil end
  local body, rest = read_argument(tex, after)
  if not body then return nil end
  define(name, 0, nil, "\\operatorname" .. star .. "{" .. body .. "}")
  return rest
end

function DEFINERS.DeclarePairedDelimiter(tex, at)
  local name, after = read_name(tex, at)
  if not name then return nil end
  local open, middle = read_argument(tex, after)
  if not open then return nil end
  local close, rest = read_argument(tex, middle)
  if not close then return nil end
  define(name, 1, nil, "\\left" .. open .. " #1 \\right" .. close)
  return rest
end

-- Keeps the macros that a text defines; returns the text without their definitions, and whether there were any.
local function take_definitions(tex)
  local out, from, at, met = {}, 1, 1, false
  while true do
    local first, last, name = tex:find("\\(%a+)", at)
    if not first then break end
    local stop = DEFINERS[name] and DEFINERS[name](tex, last + 1)
    if name == "require" then stop = tex:match("^%s*%b{}()", last + 1) end
    if stop then
      out[#out + 1] = tex:sub(from, first - 1)
      from, met = stop, true
    end
    at = stop or last + 1
  end
  if not met then return tex, false end
  return table.concat(out) .. tex:sub(from), true
end

local function call(macro, tex, at)
  local given = {}
  for number = 1, macro.takes do
    local argument, after
    if number == 1 and macro.default then
      argument, after = tex:match("^%s*%[([^%[%]]*)%]()", at)
      if not argument then argument, after = macro.default, at end
    else
      argument, after = read_argument(tex, at)
    end
    if not argument then return nil end
    given[tostring(number)], at = argument, after
  end
  return (macro.body:gsub("#(%d)", given)), at
end

local function expand_once(tex)
  local out, from, at, met = {}, 1, 1, false
  while true do
    local first, last, name = tex:find("\\(%a+)", at)
    if not first then break end
    local escaped = first > 1 and tex:sub(1, first - 1):match("(\\+)$")
    if macros[name] and not (escaped and #escaped % 2 == 1) then
      local new, after = call(macros[name], tex, last + 1)
      if new then
        local is_operator = new:find("^\\operatorname") or new:find("^\\%a+$")
        if macros[name].takes == 0 and not is_operator and (tex:find("^%s*[_^]", after) or tex:sub(1, first - 1):find("[_^]%s*$")) then
          new = "{" .. new .. "}"
        elseif new:find("\\%a+$") and tex:find("^%a", after) then
          new = new .. " "
        end
        out[#out + 1] = tex:sub(from, first - 1) .. new
        from, met, last = after, true, after - 1
      end
    end
    at = last + 1
  end
  return table.concat(out) .. tex:sub(from), met
end

local function expand(tex)
  if not has_macros then return tex end
  for _ = 1, 20 do
    local new, met = expand_once(tex)
    if not met or #new > MOST then break end
    tex = new
  end
  return tex
end

-- References ----------------------------------------------------------------------------------------------------------

local REFERENCES = {ref = true, eqref = true, autoref = true, cref = true, Cref = true, pageref = true, nameref = true,
                    vref = true, Vref = true, labelcref = true, thref = true, Autoref = true}
local SAME = {vref = "ref", Vref = "autoref", Cref = "autoref", cref = "autoref", thref = "autoref", Autoref = "autoref",
              labelcref = "ref"}

local function trim(text)
  return text:match("^%s*(.-)%s*$")
end

local function make_references(command, labels, typed)
  local marks = pandoc.List({})
  for label in labels:gmatch("[^,]+") do
    local empty = pandoc.Span({})
    marks:insert(pandoc.Span({empty, empty}, {"", {"octavo-ref"}, {
      ["data-label"] = trim(label), ["data-mode"] = SAME[command] or command,
      ["data-command"] = command, ["data-typed"] = typed}}))
  end
  if #marks == 0 then return nil end
  return pandoc.Span(marks, {"", {"octavo-xref"}})
end

local refers, displayed = false, false

local function convert_reference(text)
  local command, labels = text:match("^%s*\\(%a+)%*?%s*{([^{}]+)}%s*$")
  if not command or not REFERENCES[command] then return nil end
  refers = true
  return make_references(command, labels, trim(text))
end

-- `\hyperref[eq:x]{the bound}` is a link that has words of its own.
local function convert_hyperref(text)
  local label, words = text:match("^%s*\\hyperref%[([^%[%]]+)%](%b{})%s*$")
  if not label then return nil end
  refers = true
  local marks = make_references("hyperref", label:gsub(",", ";"), trim(text))
  marks.content[1].content[1] = pandoc.Span(pandoc.utils.blocks_to_inlines(pandoc.read(words:sub(2, -2), "markdown").blocks))
  return marks
end

local function convert_label(text)
  local label = text:match("^%s*\\label%s*{([^{}]+)}%s*$")
  return label and pandoc.Span({}, {"", {"octavo-label"}, {["data-label"] = trim(label)}})
end

-- Environments --------------------------------------------------------------------------------------------------------

-- Environments of which each row has a number; of which all of it has one; and those among them that only number.
local ROWS = {align = true, alignat = true, eqnarray = true, gather = true, flalign = true, xalignat = true}
local WHOLE = {equation = true, displaymath = true, math = true, multline = true, dmath = true}
local BARE = {equation = true, displaymath = true, math = true, dmath = true}

-- Returns the name of the environment that all of a text is, its star, what is before its rows, the rows, and their end.
local function open_environment(tex)
  local name, star, first = tex:match("^%s*\\begin%s*{(%a+)(%*?)}()")
  if not name then return nil end
  local depth, at = 1, first
  while true do
    local from, to, what = tex:find("\\(%a+)%s*{%a+%*?}", at)
    if not from then return nil end
    if what == "begin" then depth = depth + 1 elseif what == "end" then depth = depth - 1 end
    if depth == 0 then
      if tex:find("%S", to + 1) then return nil end
      return name, star, tex:sub(first, from - 1)
    end
    at = (what == "begin" or what == "end") and to + 1 or from + 1
  end
end

-- Returns the rows of a text: what is between its `\\`, outside of groups and of other environments.
local function split_rows(tex)
  local rows, depth, from, at = {}, 0, 1, 1
  while at <= #tex do
    local c = tex:sub(at, at)
    if c == "\\" then
      local name = tex:match("^%a+", at + 1)
      if name == "begin" then
        depth = depth + 1
      elseif name == "end" then
        depth = depth - 1
      elseif depth == 0 and (tex:sub(at + 1, at + 1) == "\\" or name == "cr") then
        rows[#rows + 1] = tex:sub(from, at - 1)
        from = tex:match("^%*?%s*%[%s*[-+]?[%d.]+%s*%a%a%s*%]()", at + 2) or at + 2 + (name and 1 or 0)
        at = from - 2
      end
      at = at + 1
    elseif c == "{" then
      depth = depth + 1
    elseif c == "}" then
      depth = depth - 1
    elseif c == "%" and tex:sub(at - 1, at - 1) ~= "\\" then
      at = tex:find("\n", at, true) or #tex
    end
    at = at + 1
  end
  rows[#rows + 1] = tex:sub(from)
  return rows
end

-- Takes what a row says of its number out of it.
local function read_row(tex)
  local row = {}
  tex = tex:gsub("\\label%s*(%b{})%s*", function(name) row.label = trim(name:sub(2, -2)) return "" end)
  tex = tex:gsub("\\tag(%*?)%s*(%b{})%s*", function(star, tag)
    row.tag, row.star = trim(tag:sub(2, -2)), star == "*"
    return ""
  end)
  tex = tex:gsub("\\no%a+%f[%A]%s*", function(name)
    name = trim(name)
    if name ~= "\\notag" and name ~= "\\nonumber" then return nil end
    row.silent = true
    return ""
  end)
  row.tex, row.is_marked = tex, row.label ~= nil or row.tag ~= nil or row.silent == true
  return row
end

local function read_tag(tag)
  if not tag:find("[\\$^_{}]") then return {pandoc.Str(tag)} end
  local inlines = pandoc.utils.blocks_to_inlines(pandoc.read(tag, "latex").blocks)
  if pandoc.utils.stringify(pandoc.Inlines(inlines)) ~= "" then return inlines end
  return {pandoc.Math("InlineMath", tag)}
end

local function make_row(row, number)
  local how = row.tag and (row.star and "plain" or "tag") or number and "count" or "none"
  local inlines = row.tag and read_tag(row.tag) or {}
  return pandoc.Span(inlines, {row.label or "", {"octavo-row"}, {["data-number"] = how}})
end

local function mark_formula(tex, rows)
  return pandoc.Span({pandoc.Math("DisplayMath", tex), table.unpack(rows)}, {"", {"octavo-equation"}})
end

-- A formula is between `\\`s without an environment: TeX would need one.
local function wrap_lines(tex)
  if not tex:find("\\\\", 1, true) and not tex:find("\\cr%f[%A]") then return tex end
  local rows = split_rows(tex)
  if #rows < 2 then return tex end
  if not rows[#rows]:find("%S") then table.remove(rows) end
  local name = tex:find("&", 1, true) and "aligned" or "gathered"
  return "\\begin{" .. name .. "}" .. table.concat(rows, "\\\\") .. "\\end{" .. name .. "}"
end

local function shape_display(tex)
  local name, star, inside = open_environment(tex)
  if name and ROWS[name] then
    local columns = ""
    if name:find("alignat") then
      columns = inside:match("^%s*%b{}") or ""
      inside = inside:sub(#columns + 1)
    end
    local rows, is_marked, texts, marks = {}, false, {}, {}
    for _, text in ipairs(split_rows(inside)) do
      local row = read_row(text)
      if row.tex:find("%S") then
        rows[#rows + 1] = row
      elseif row.is_marked and #rows > 0 then
        rows[#rows].label, rows[#rows].tag = row.label or rows[#rows].label, row.tag or rows[#rows].tag
        rows[#rows].silent, rows[#rows].is_marked = row.silent or rows[#rows].silent, true
      end
      is_marked = is_marked or row.is_marked
    end
    for number, row in ipairs(rows) do
      texts[number] = row.tex
      marks[number] = make_row(row, row.label or (star == "" and not row.silent))
    end
    tex = "\\begin{" .. name .. star .. "}" .. columns .. table.concat(texts, "\\\\") .. "\\end{" .. name .. star .. "}"
    if #rows > 0 and (is_marked or star == "*") then return mark_formula(tex, marks) end
    return pandoc.Math("DisplayMath", tex)
  end
  local row = read_row(tex)
  if name and BARE[name] then row.tex = select(3, open_environment(row.tex)) or row.tex end
  if not (name and not BARE[name]) then row.tex = wrap_lines(row.tex) end
  if row.is_marked or (name and WHOLE[name] and star == "*") then
    return mark_formula(row.tex, {make_row(row, row.label)})
  end
  return pandoc.Math("DisplayMath", row.tex)
end

-- `\ref` within a formula gets its number when all numbers are known.
local function mark_inner_references(tex)
  return (tex:gsub("\\(%a+)%s*{([^{}]*)}", function(command, label)
    if command ~= "ref" and command ~= "eqref" then return nil end
    refers = true
    return "\\text{\u{E010}" .. command .. "\u{E011}" .. trim(label) .. "\u{E012}}"
  end))
end

local function shape_math(math)
  local tex = math.text
  local met
  if tex:find("\\", 1, true) then
    tex, met = take_definitions(tex)
    if met and not tex:find("%S") then return {} end
    tex = expand(tex)
    if tex:find("\\newline", 1, true) then tex = tex:gsub("\\newline%f[%A]", "\\\\ ") end
  end
  if math.mathtype == "InlineMath" then
    tex = tex:match("^`(.*)`$") or tex
    local command, label = tex:match("^%s*\\(%a+)%s*{([^{}]+)}%s*$")
    if command and REFERENCES[command] then return convert_reference(tex) end
    if tex:find("\\label", 1, true) or tex:find("\\tag", 1, true) or tex:find("\\no", 1, true) then
      tex = read_row(tex).tex
    end
    if tex:find("ref%s*{") then tex = mark_inner_references(tex) end
    if tex == math.text then return nil end
    return pandoc.Math("InlineMath", tex)
  end
  displayed = true
  if tex:find("ref%s*{") then tex = mark_inner_references(tex) end
  return shape_display(tex)
end

-- What is written as something else ----------------------------------------------------------------------------------

local function show(raw, inline)
  return raw.t == "RawBlock" and pandoc.Para({inline}) or inline
end

local function convert_environment(raw)
  local name, _, inside = open_environment(raw.text)
  if not name then return nil end
  if ROWS[name] or WHOLE[name] then return show(raw, pandoc.Math("DisplayMath", trim(raw.text))) end
end

-- Equations that share a number, in a block of their own.
local convert_raw

local function convert_subequations(raw)
  local name, _, inside = open_environment(raw.text)
  if name ~= "subequations" then return nil end
  local label = inside:match("^%s*\\label%s*{([^{}]+)}")
  inside = label and inside:gsub("^%s*\\label%s*%b{}", "", 1) or inside
  local blocks = pandoc.read(inside, "markdown").blocks:walk({RawInline = convert_raw, RawBlock = convert_raw})
  return pandoc.Div(blocks, {label or "", {"octavo-subequations"}})
end

local function convert_raw_paragraph(block)
  local raw = #block.content == 1 and block.content[1]
  if raw and raw.t == "RawInline" and is_tex(raw) then return convert_subequations(raw) end
end

function convert_raw(raw)
  if not is_tex(raw) then return nil end
  local text = raw.text
  if text:find("^%s*\\label") then
    local mark = convert_label(text)
    if mark then return raw.t == "RawBlock" and pandoc.Plain({mark}) or mark end
  end
  local found = convert_reference(text) or convert_hyperref(text)
  if found then return show(raw, found) end
  local rest, met = take_definitions(text)
  if met and not rest:gsub("%%[^\n]*", ""):find("%S") then return {} end
  return convert_environment(raw) or (raw.t == "RawBlock" and convert_subequations(raw)) or nil
end

-- Dialects hand over their own notations of mathematics as code.
local function convert_code(code)
  if code.classes:includes("octavo-math") then
    return pandoc.Math(code.classes:includes("display") and "DisplayMath" or "InlineMath", code.text)
  end
  if code.classes:includes("octavo-reference") then return convert_reference(code.text) end
end

-- GitHub's fence of mathematics, and MyST's, which may have a label.
local function convert_code_block(block)
  local kind = block.classes[1]
  if kind ~= "math" and kind ~= "{math}" then return nil end
  local tex, label = block.text, nil
  while tex:find("^%s*:%a+:") do
    label = tex:match("^%s*:label:%s*(%S+)") or label
    tex = tex:gsub("^%s*:[^\n]*\n?", "", 1)
  end
  label = label or (block.identifier ~= "" and block.identifier) or nil
  if label and not tex:find("\\label", 1, true) then tex = tex .. "\\label{" .. label .. "}" end
  return pandoc.Para({pandoc.Math("DisplayMath", tex)})
end

-- The markup of an alt text with formulas: the attribute itself can only have text.
local function keep_alt_markup(image)
  local has_math = false
  image.caption:walk({Math = function() has_math = true end})
  if not has_math then return nil end
  local alt = pandoc.Pandoc({pandoc.Plain(image.caption)})
  image.attributes["data-alt-markup"] = pandoc.write(alt, "html", {html_math_method = "mathml"})
  return image
end

-- Labels behind formulas: `$$…$$ {#eq-x}`, which Pandoc reads as text, and MyST's `$$…$$ (eq-x)`.
local function find_label_behind(inlines, at)
  local after = inlines[at]
  local skip = after and (after.t == "Space" or after.t == "SoftBreak") and 1 or 0
  local here = inlines[at + skip]
  if not here or here.t ~= "Str" then return nil end
  local name, rest = here.text:match("^{#([^{}%s]+)}(.*)$")
  if name then return name, rest, at + skip end
  name = here.text:match("^{#([^{}%s]+)$")
  if name then
    for last = at + skip + 1, math.min(#inlines, at + skip + 12) do
      local one = inlines[last]
      local behind = one.t == "Str" and one.text:match("}(.*)$")
      if behind then return name, behind, last end
    end
    return nil
  end
  name = skip == 1 and not inlines[at + skip + 1] and here.text:match("^%(([%a][%w:_.-]*)%)$")
  if name and name:find("[-:_.]") then return name, "", at + skip end
end

local function is_display(element)
  return element.t == "Math" and element.mathtype == "DisplayMath"
end

local function is_equation(element)
  return element.t == "Span" and element.classes[1] == "octavo-equation"
end

-- Gives an equation a label that is written behind it; one of its own in TeX stays the first.
local function label_equation(element, name)
  if is_display(element) then return mark_formula(element.text, {make_row({label = name}, true)}) end
  local row = element.content[2]
  if #element.content == 2 and row.identifier == "" then
    row.identifier = name
    if row.attributes["data-number"] == "none" then row.attributes["data-number"] = "count" end
    return element
  end
  return pandoc.Span({element}, {name})
end

local function find_role(str, code)
  local role = code and code.t == "Code" and str.text:match("{(%l+)}$")
  if role ~= "eq" and role ~= "numref" and role ~= "ref" then return nil end
  local label = code.text:match("<([^<>]+)>%s*$") or code.text
  return str.text:match("^(.-){%l+}$"), make_references(role == "eq" and "eqref" or "autoref", label,
    "{" .. role .. "}`" .. code.text .. "`")
end

local function finish_line(inlines)
  local out, at = pandoc.Inlines({}), 1
  while at <= #inlines do
    local here, after = inlines[at], inlines[at + 1]
    if is_display(here) or is_equation(here) then
      local name, rest, last = find_label_behind(inlines, at + 1)
      if name then
        here = label_equation(here, name)
        at = last
        out:insert(here)
        if rest ~= "" then out:insert(pandoc.Str(rest)) end
      else
        out:insert(here)
      end
    elseif here.t == "Str" and after and after.t == "Span" and after.classes[1] == "octavo-xref"
      and here.text:sub(-1) == "~" then
      out:insert(pandoc.Str(here.text:sub(1, -2) .. "\u{A0}"))  -- TeX's space that does not break
    elseif here.t == "Str" and here.text:sub(-1) == "}" and find_role(here, after) then
      local before, marks = find_role(here, after)
      if before ~= "" then out:insert(pandoc.Str(before)) end
      out:insert(marks)
      at = at + 1
    else
      out:insert(here)
    end
    at = at + 1
  end
  return out
end

local has_roles = false

local function notice_role(str)
  if str.text:find("{eq}$") or str.text:find("{numref}$") or str.text:find("{ref}$") then has_roles = true end
end

function Pandoc(document)
  local given = document.meta["octavo-macros"]
  if given then
    pandoc.Blocks(given):walk({CodeBlock = function(block) take_definitions(block.text) end})
    document.meta["octavo-macros"] = nil
  end
  document = document:walk({RawInline = convert_raw, RawBlock = convert_raw, Code = convert_code,
                            CodeBlock = convert_code_block, Para = convert_raw_paragraph, Str = notice_role})
  document = document:walk({Image = keep_alt_markup})
  document = document:walk({Math = shape_math})
  -- Walking over every list of inlines takes a third of Pandoc's time: only where it is needed.
  if displayed or refers or has_roles then document = document:walk({Inlines = finish_line}) end
  return document
end
