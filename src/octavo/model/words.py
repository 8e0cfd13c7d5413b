"""The few words that octavo itself says to a reader, in the language of the publication."""

from __future__ import annotations

import re
from collections.abc import Sequence

from octavo.model.words_elsewhere import WORDS
from octavo.model.writing import writing

_LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "ja", "zh")
_WORDS = {
    "contents": ("Contents", "Inhalt", "Table des matières", "Índice", "Indice", "Sumário", "Inhoud", "目次", "目录"),
    "skip": ("Skip to the text", "Zum Text springen", "Aller au texte", "Saltar al texto", "Vai al testo",
             "Saltar para o texto", "Naar de tekst", "本文へ移動", "跳到正文"),
    "notes": ("Notes", "Anmerkungen", "Notes", "Notas", "Note", "Notas", "Noten", "注", "注释"),
    "back-to-text": ("Back to the text", "Zurück zum Text", "Retour au texte", "Volver al texto", "Torna al testo",
                     "Voltar ao texto", "Terug naar de tekst", "本文に戻る", "返回正文"),
    "figure": ("Figure", "Abbildung", "Figure", "Figura", "Figura", "Figura", "Figuur", "図", "图"),
    "table": ("Table", "Tabelle", "Tableau", "Tabla", "Tabella", "Tabela", "Tabel", "表", "表"),
    "code": ("Code", "Code", "Code", "Código", "Codice", "Código", "Code", "コード", "代码"),
    "cover": ("Cover", "Umschlag", "Couverture", "Cubierta", "Copertina", "Capa", "Omslag", "表紙", "封面"),
    "title-page": ("Title page", "Titelseite", "Page de titre", "Portada", "Frontespizio", "Folha de rosto",
                   "Titelpagina", "扉", "扉页"),
    "text": ("Text", "Text", "Texte", "Texto", "Testo", "Texto", "Tekst", "本文", "正文"),
    "landmarks": ("Landmarks", "Orientierungspunkte", "Repères", "Puntos de referencia", "Punti di riferimento",
                  "Pontos de referência", "Oriëntatiepunten", "ランドマーク", "导航标志"),
    "logo": ("Logo", "Logo", "Logo", "Logotipo", "Logo", "Logótipo", "Logo", "ロゴ", "标志"),
    "done": ("done", "erledigt", "fait", "hecho", "fatto", "feito", "gedaan", "完了", "已完成"),
    "open": ("to do", "offen", "à faire", "pendiente", "da fare", "por fazer", "te doen", "未完了", "未完成"),
    "note": ("Note", "Hinweis", "Remarque", "Nota", "Nota", "Nota", "Opmerking", "注記", "注意"),
    "tip": ("Tip", "Tipp", "Astuce", "Consejo", "Suggerimento", "Dica", "Tip", "ヒント", "提示"),
    "important": ("Important", "Wichtig", "Important", "Importante", "Importante", "Importante", "Belangrijk",
                  "重要", "重要"),
    "warning": ("Warning", "Warnung", "Avertissement", "Advertencia", "Avviso", "Aviso", "Waarschuwing",
                "警告", "警告"),
    "caution": ("Caution", "Vorsicht", "Attention", "Precaución", "Attenzione", "Cuidado", "Let op", "注意", "小心"),
    "and": ("and", "und", "et", "y", "e", "e", "en", "、", "、"),
    "listing": ("Listing", "Listing", "Listing", "Listado", "Listato", "Listagem", "Listing", "リスト", "代码清单"),
    "equation": ("Equation", "Gleichung", "Équation", "Ecuación", "Equazione", "Equação", "Vergelijking", "式", "公式"),
    "part": ("Part", "Teil", "Partie", "Parte", "Parte", "Parte", "Deel", "部", "部分"),
    "chapter": ("Chapter", "Kapitel", "Chapitre", "Capítulo", "Capitolo", "Capítulo", "Hoofdstuk", "章", "章"),
    "appendix": ("Appendix", "Anhang", "Annexe", "Apéndice", "Appendice", "Apêndice", "Bijlage", "付録", "附录"),
    "section": ("Section", "Abschnitt", "Section", "Sección", "Sezione", "Secção", "Paragraaf", "節", "节"),
    "figure-n": ("Figure {}", "Abbildung {}", "Figure {}", "Figura {}", "Figura {}", "Figura {}", "Figuur {}",
                 "図{}", "图{}"),
    "table-n": ("Table {}", "Tabelle {}", "Tableau {}", "Tabla {}", "Tabella {}", "Tabela {}", "Tabel {}",
                "表{}", "表{}"),
    "listing-n": ("Listing {}", "Listing {}", "Listing {}", "Listado {}", "Listato {}", "Listagem {}", "Listing {}",
                  "リスト{}", "代码清单{}"),
    "equation-n": ("Equation ({})", "Gleichung ({})", "Équation ({})", "Ecuación ({})", "Equazione ({})",
                   "Equação ({})", "Vergelijking ({})", "式({})", "公式({})"),
    "part-n": ("Part {}", "Teil {}", "Partie {}", "Parte {}", "Parte {}", "Parte {}", "Deel {}", "第{}部", "第{}部分"),
    "chapter-n": ("Chapter {}", "Kapitel {}", "Chapitre {}", "Capítulo {}", "Capitolo {}", "Capítulo {}",
                  "Hoofdstuk {}", "第{}章", "第{}章"),
    "appendix-n": ("Appendix {}", "Anhang {}", "Annexe {}", "Apéndice {}", "Appendice {}", "Apêndice {}", "Bijlage {}",
                   "付録{}", "附录{}"),
    "section-n": ("Section {}", "Abschnitt {}", "Section {}", "Sección {}", "Sezione {}", "Secção {}", "Paragraaf {}",
                  "{}節", "第{}节"),
    "theorem-n": ("Theorem {}", "Satz {}", "Théorème {}", "Teorema {}", "Teorema {}", "Teorema {}",
                  "Stelling {}", "定理{}", "定理{}"),
    "lemma-n": ("Lemma {}", "Lemma {}", "Lemme {}", "Lema {}", "Lemma {}", "Lema {}", "Lemma {}", "補題{}",
                "引理{}"),
    "corollary-n": ("Corollary {}", "Korollar {}", "Corollaire {}", "Corolario {}", "Corollario {}",
                    "Corolário {}", "Gevolg {}", "系{}", "推论{}"),
    "proposition-n": ("Proposition {}", "Proposition {}", "Proposition {}", "Proposición {}",
                      "Proposizione {}", "Proposição {}", "Propositie {}", "命題{}", "命题{}"),
    "conjecture-n": ("Conjecture {}", "Vermutung {}", "Conjecture {}", "Conjetura {}", "Congettura {}",
                     "Conjetura {}", "Vermoeden {}", "予想{}", "猜想{}"),
    "definition-n": ("Definition {}", "Definition {}", "Définition {}", "Definición {}", "Definizione {}",
                     "Definição {}", "Definitie {}", "定義{}", "定义{}"),
    "example-n": ("Example {}", "Beispiel {}", "Exemple {}", "Ejemplo {}", "Esempio {}", "Exemplo {}",
                  "Voorbeeld {}", "例{}", "例{}"),
    "exercise-n": ("Exercise {}", "Übung {}", "Exercice {}", "Ejercicio {}", "Esercizio {}", "Exercício {}",
                   "Oefening {}", "演習{}", "练习{}"),
    "hypothesis-n": ("Hypothesis {}", "Hypothese {}", "Hypothèse {}", "Hipótesis {}", "Ipotesi {}",
                     "Hipótese {}", "Hypothese {}", "仮説{}", "假设{}"),
    "algorithm-n": ("Algorithm {}", "Algorithmus {}", "Algorithme {}", "Algoritmo {}", "Algoritmo {}",
                    "Algoritmo {}", "Algoritme {}", "アルゴリズム{}", "算法{}"),
    "index": ("Index", "Register", "Index", "Índice alfabético", "Indice analitico", "Índice remissivo", "Register",
              "索引", "索引"),
    "see": ("see {}", "siehe {}", "voir {}", "véase {}", "vedi {}", "ver {}", "zie {}", "{}を見よ", "见{}"),
    "see-also": ("see also {}", "siehe auch {}", "voir aussi {}", "véase también {}", "vedi anche {}", "ver também {}",
                 "zie ook {}", "{}も見よ", "另见{}"),
    "bibliography": ("Bibliography", "Literaturverzeichnis", "Bibliographie", "Bibliografía", "Bibliografia",
                     "Bibliografia", "Bibliografie", "参考文献", "参考文献"),
    "list-of-figures": ("List of figures", "Abbildungsverzeichnis", "Table des figures", "Índice de figuras",
                        "Elenco delle figure", "Lista de figuras", "Lijst van figuren", "図目次", "插图目录"),
    "list-of-tables": ("List of tables", "Tabellenverzeichnis", "Liste des tableaux", "Índice de tablas",
                       "Elenco delle tabelle", "Lista de tabelas", "Lijst van tabellen", "表目次", "表格目录"),
    "list-of-listings": ("List of listings", "Listingverzeichnis", "Liste des listings", "Índice de listados",
                         "Elenco dei listati", "Lista de listagens", "Lijst van listings", "リスト目次",
                         "代码清单目录"),
    "page": ("page", "Seite", "page", "página", "pagina", "página", "pagina", "ページ", "页"),
    "page-on": ("page {}", "Seite {}", "page {}", "página {}", "pagina {}", "página {}", "pagina {}", "{}ページ",
                "第{}页"),
    "page-list": ("List of pages", "Seitenverzeichnis", "Liste des pages", "Lista de páginas", "Elenco delle pagine",
                  "Lista de páginas", "Lijst van pagina's", "ページ一覧", "页码列表"),
    "copyright-page": ("Copyright page", "Impressum", "Mentions légales", "Página de derechos", "Colophon",
                       "Ficha técnica", "Colofon", "奥付", "版权页"),
    "dedication": ("Dedication", "Widmung", "Dédicace", "Dedicatoria", "Dedica", "Dedicatória", "Opdracht", "献辞",
                   "献词"),
    "epigraph": ("Epigraph", "Motto", "Épigraphe", "Epígrafe", "Epigrafe", "Epígrafe", "Motto", "題辞", "题词"),
    "published-by": ("Published by {}", "Erschienen bei {}", "Publié par {}", "Publicado por {}", "Pubblicato da {}",
                     "Publicado por {}", "Uitgegeven door {}", "発行：{}", "出版：{}"),
    "previous": ("Previous", "Zurück", "Précédent", "Anterior", "Precedente", "Anterior", "Vorige", "前へ", "上一页"),
    "next": ("Next", "Weiter", "Suivant", "Siguiente", "Successivo", "Seguinte", "Volgende", "次へ", "下一页"),
    "search": ("Search", "Suchen", "Rechercher", "Buscar", "Cerca", "Pesquisar", "Zoeken", "検索", "搜索"),
    "no-results": ("Nothing found", "Nichts gefunden", "Aucun résultat", "Sin resultados", "Nessun risultato",
                   "Nada encontrado", "Niets gevonden", "見つかりません", "没有结果"),
    "home": ("Home", "Start", "Accueil", "Inicio", "Inizio", "Início", "Begin", "ホーム", "首页"),
    "breadcrumb": ("You are here", "Sie sind hier", "Vous êtes ici", "Está aquí", "Sei qui", "Está aqui", "U bent hier",
                   "現在位置", "当前位置"),
    "dark": ("Dark", "Dunkel", "Sombre", "Oscuro", "Scuro", "Escuro", "Donker", "ダーク", "深色"),
    "light": ("Light", "Hell", "Clair", "Claro", "Chiaro", "Claro", "Licht", "ライト", "浅色"),
    "not-found": ("This page does not exist", "Diese Seite gibt es nicht", "Cette page n’existe pas",
                  "Esta página no existe", "Questa pagina non esiste", "Esta página não existe",
                  "Deze pagina bestaat niet", "このページはありません", "此页不存在"),
    "does-not-compile": ("This code does not compile.", "Dieser Code lässt sich nicht übersetzen.",
                         "Ce code ne se compile pas.", "Este código no compila.", "Questo codice non si compila.",
                         "Este código não compila.", "Deze code compileert niet.", "このコードはコンパイルできません。",
                         "此代码无法编译。"),
    "panics": ("This code panics.", "Dieser Code bricht ab.", "Ce code panique.", "Este código entra en pánico.",
               "Questo codice va in panico.", "Este código entra em pânico.", "Deze code raakt in paniek.",
               "このコードはパニックします。", "此代码会 panic。"),
    "not-desired": ("This code does not do what is wanted.", "Dieser Code tut nicht, was er soll.",
                    "Ce code ne fait pas ce qui est voulu.", "Este código no hace lo que se quiere.",
                    "Questo codice non fa ciò che si vuole.", "Este código não faz o que se quer.",
                    "Deze code doet niet wat de bedoeling is.", "このコードは期待した動作をしません。",
                    "此代码的行为不符合预期。"),
    "no-result": ("This result is not among the files of the book.",
                  "Dieses Ergebnis ist nicht unter den Dateien des Buches.",
                  "Ce résultat n’est pas parmi les fichiers du livre.",
                  "Este resultado no está entre los archivos del libro.",
                  "Questo risultato non è tra i file del libro.",
                  "Este resultado não está entre os ficheiros do livro.",
                  "Dit resultaat is niet bij de bestanden van het boek.", "この結果は本のファイルに含まれていません。",
                  "此结果不在本书的文件中。"),
    "aut": ("{}", "{}", "{}", "{}", "{}", "{}", "{}", "{}", "{}"),
    "edt": ("Edited by {}", "Herausgegeben von {}", "Édité par {}", "Edición de {}", "A cura di {}", "Edição de {}",
            "Onder redactie van {}", "{} 編", "{} 编"),
    "trl": ("Translated by {}", "Übersetzt von {}", "Traduit par {}", "Traducción de {}", "Traduzione di {}",
            "Tradução de {}", "Vertaald door {}", "{} 訳", "{} 译"),
    "ill": ("Illustrated by {}", "Illustriert von {}", "Illustré par {}", "Ilustraciones de {}", "Illustrazioni di {}",
            "Ilustrações de {}", "Geïllustreerd door {}", "{} 絵", "{} 绘"),
    "pht": ("Photographs by {}", "Fotografien von {}", "Photographies de {}", "Fotografías de {}", "Fotografie di {}",
            "Fotografias de {}", "Foto's van {}", "{} 写真", "{} 摄影"),
    "aui": ("Introduced by {}", "Mit einer Einleitung von {}", "Introduction de {}", "Introducción de {}",
            "Introduzione di {}", "Introdução de {}", "Ingeleid door {}", "{} 序", "{} 序"),
    "bkd": ("Designed by {}", "Gestaltet von {}", "Conception graphique de {}", "Diseño de {}",
            "Progetto grafico di {}", "Design de {}", "Vormgegeven door {}", "{} 装丁", "{} 设计"),
}  # fmt: skip


def word(key: str, lang: str) -> str:
    """A word in a language given by its BCP 47 tag; in English where octavo does not know the language."""
    primary = lang.partition("-")[0].lower()
    elsewhere = WORDS.get("zh-Hant" if writing(lang) == "hant" else primary)
    if elsewhere and key in elsewhere:
        return elsewhere[key]
    return _WORDS[key][_LANGUAGES.index(primary) if primary in _LANGUAGES else 0]


def numbered(kind: str, number: str, lang: str, own: str = "") -> str:
    """What a thing of a kind is called by its number: `Figure 3.2`, `第3章`; they are never parted at a line's end.

    `own` is the publication's own word for the kind, where it has one.
    """
    if own:
        return f"{own} {number}".replace(" ", "\u00a0")
    return word(f"{kind}-n", lang).format(number).replace(" ", "\u00a0")


def is_numbered_by_hand(title: str, kind: str, lang: str) -> bool:
    """Whether a title begins with its own number: `Part 3`, `Part III: Ends`, `第一部分`."""
    before, _, after = word(f"{kind}-n", lang).partition("{}")
    number = r"[\dIVXLC\u4e00-\u9fff]{1,6}" if after else r"[\dIVXLC]{1,5}(?![\w])"
    return re.match(rf"{re.escape(before.strip())}\s*{number}{re.escape(after)}", title, re.IGNORECASE) is not None


def part_numeral(number: int, lang: str) -> str:
    """The number of a part as the language writes it: `II`, `二`."""
    own = writing(lang)
    if own in ("jpan", "hans", "hant"):
        return _ideographic(number)
    return str(number) if own else _roman(number)


def _roman(number: int) -> str:
    numeral = ""
    for value, letters in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
        (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        numeral += letters * (number // value)
        number %= value
    return numeral


def _ideographic(number: int) -> str:
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return (
        ("〇一二三四五六七八九"[tens] if tens > 1 else "")
        + ("十" if tens else "")
        + ("〇一二三四五六七八九"[ones] if ones else "")
    )


def join_names(names: Sequence[str], lang: str) -> str:
    """Names as the language lists them: A; A and B; A, B and C."""
    if len(names) < 2:
        return "".join(names)
    comma, last = separators(lang)
    return f"{comma.join(names[:-1])}{last}{names[-1]}"


def separators(lang: str) -> tuple[str, str]:
    """What stands between the members of a list in a sentence, and what before the last of them."""
    between = word("and", lang)
    if between == "、":
        return between, between
    if between == ",":
        return ", ", ", "
    joined_on = lang.partition("-")[0].lower() in ("he", "ar")
    return "، " if writing(lang) == "arab" else ", ", f" {between}" if joined_on else f" {between} "


def role_phrase(role: str, names: str, lang: str) -> str:
    """What a title page says of contributors, by their MARC relator code."""
    return word(role, lang).format(names) if role in _WORDS else names


def direction(lang: str) -> str:
    """`rtl` for the languages of Arabic, Hebrew and their kin, else `ltr`."""
    parts = lang.lower().split("-")
    if "latn" in parts or "cyrl" in parts:
        return "ltr"
    rtl = {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"}
    return "rtl" if parts[0] in rtl or {"arab", "hebr"} & set(parts) else "ltr"
