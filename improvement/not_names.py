"""Capitalised words that stand before numbers and ages here and are no child's name.

Collected from what inspectors and officers write. Words that are names as well (Grace,
Hope, Will) are left out: a false alarm costs a tick, a missed name more.
"""

# Never a name: "Completed (7)", "Principal Social Worker (3)", "Those aged 12".
_NEVER = """
a about academy accepted access achieved action actions active additional added admin
adolescents adopters adoption adult adults advice advocacy after again age aged agencies
agency agenda agreed all allegations allocated allocations also although always amber
amended among an analysis and annex annual another any apart appendix applications
appointed approved area areas as ask assessed assessment assessments assistant at
attendance attended audit audited auditing auditors audits authority available average
awaiting awareness away
babies baby baseline be because before beginning being below best better between beyond
birthdays blue board boards body born borough both boy boys breaches briefing briefings
brother brothers budget bundle business but by
cabinet calls cancelled care carer carers carried case caseload caseloads cases casework
category central centre centres chair chairs challenge challenges champions change
changed changes chapter chapters checked checklist chief child children childrens
chronologies chronology city class classes clinical closed closure closures coaching
code cohort colleges column comments commissioned commissioner commissioning commitment
commitments committee communication community completed compliance complaint complaints
conference conferences confirmed consent considered consultant consultants contact
contacts continued contract contracts core corporate council councillors council's
county courses court cover covered criteria cross current currently
daily dashboard data date dated dates day days deadline deadlines death deaths decided
decision decisions declined delayed delays delivered delivery department deputies deputy
designated despite detail details developed development direct direction directions
director directorate directors disability disabled disagreement disagreements discussed
discussions disputes district division document documents does domestic done down draft
drafted drafts drop due duration during duty
each early edge education effective either elected element emergency ended engagement
enquiries ensure entered entries entry episodes error errors escalated escalation
escalations establishment estimated ethnicity evaluation even event events every
everyone evidence example examples except excluded exclusions executive exercise exit
experienced exploitation extended extension external
failed families family feedback few fewer figure figures file files filled final finally
finance findings finished first five fixed focus focused follow following for forecast
form forms forum forums foster fostered fostering four framework from front frontline
full further future
gaps girl girls given goal goals good governance governors grade grades granted green
grey group groups guidance guide guardians
half head heading headline heads headteacher headteachers health hearings held help her
here high higher his holidays home homeless homes hospital hospitals hour hours house
houses housing how however hub hubs
identified if impact implemented implementation improved improvement improvements in
inadequate incidents include included including increase increased independent index
indicator indicators individual induction information infants initial initially
inspection inspections inspector inspectors interim internal intervention interventions
interviewed interviews into introduced investigations invited is issue issues it item
items its
job joint judgement judgements judges just
kept key kids kinship known
last late later latest launched lead leader leaders leadership learning leave leavers
leaving led left legal length less lesson lessons letter letters level levels licence
life line lines link linked links list listed lists local locality logged look low lower
made main manager managers management many maximum me mean measure measured measures
median medical meeting meetings member members mental met midwives milestone milestones
minimum minor minors minute minutes missed missing mitigation mixed model moderated
moderation module monitored monitoring month monthly months more most moved much
multi multiagency my
national nearly need needs neglect neither net network never new newly next night nine
no nobody none nor north not note noted notes nothing notice notices notified now number
numbers nurse nurses nursery
objective objectives observed observations october of off offences offered office officer
officers on once one ongoing only onto open opened opening option options or order orders
other others our out outcome outcomes outstanding over overall overdue overnight
oversight overview own owner owners
package packages page pages panel panels paper papers para paragraph paragraphs parent
parents part partially participants participation partly partner partners partnership
parts past pathway paused peer pending people per performance period permanence
permanency person personal phase phases pilot pilots place placed placement placements
plan planned planning plans please plus point points police policies policy poor
population position positive post posts power practice practitioner practitioners
pregnancies presented previous previously primary principal priorities priority private
procedures proceedings process processes professionals profile programme progress
project projects proportion proposed protected protection protocol provider providers
published pupil pupils purpose
quality quarter quarterly quartile queries question questionnaires questions quarters
ranking rate rated rates rather ratio re reached read reading readings reason reasons
received recent recently recommendation recommendations record recorded recording
records recruited recruitment red reduced reduction referral referrals refused refresher
refugees regional register registered registrations rejected relationships relatives
relevant remaining reopened repeat repeated replaced replies report reported reports
representatives request requested requests required requirement requirements requires
residence residential resolved respite respondents responded response responses
restorative result results resumed return returned returns revised review reviewed
reviewing reviews right risk risks role room round row rows
safe safeguarding same sample sampled samples satisfaction saw scheduled schedule school
schools score scores screened scrutiny second secondary section sections sector
secretary see seen selected senior sent separate serious service services session
sessions set settings seven several sheet shelter shifts short shortlisted should
siblings sibling signed significant signs similarly since single sister sisters site
sites six size skills slide slides slightly social some sometimes source sources
south special specialist staff staffing stage stages standard standards standing start
started statement statements status statutory step steps still stock stopped strand
strands strategic strategy street strengths student students sub submitted success
suitable summary supervised supervision supervisions supervisor support supported survey
surveyed surveys suspended system systems
table tables taken target targeted targets task tasks teachers team teams teenagers
template templates ten term terms test tested tests than that the their theme themes
then there these they third this those three threshold thresholds through throughout
thus tier time timeliness timescale timescales title to today toddlers together tool
tools top total totals town track tracked tracker trained trainees training transferred
transfers transition transitions transport trend trial trust twelve twice two type types
unaccompanied unallocated unannounced unconfirmed under unit units university until
unknown unlike up update updated updates upper urgent use used users using
vacancies vacancy vacant value values variance various verified version versions very
via victims view viewed views violence virtual vision visit visited visitors visits
voice volume volunteers vulnerable
waiting wards warning was wave waves we week weekly weeks welfare well were what when
where whereas whether which while who whole why windows with withdrawn within without
witnesses women work worked worker workers workforce working workload workloads
workshop workshops workstream workstreams written wte
year yearly years yellow yes yet youngest youngster youngsters your youth youths
zone zones
adhd autism azeus cafcass carefirst children's commons eclipse england english excel
framework's government government's inadequacy laming liquidlogic lords microsoft mosaic
munro ofsted ofsted's outlook ministers parliament powerpoint sharepoint signs staying
teams windows word wales scotland ireland britain europe european british
campaign consultation consultations contingency design discovery embedding funding
immediate internship internships masterclass masterclasses maternity mobilisation
mockingbird paternity pathfinder preparation probation procurement roll rollout safety
secondment secondments sickness tender testing trailblazer
camhs ehcp ehcps marac neet neets send uasc
"""
NOT_NAMES = frozenset(_NEVER.split())

# Names of months, days and authorities, which children are given as well: names only
# where an age beyond doubt follows ("April, aged 7", but not "April (7)").
_SOMETIMES = """
january february march april may june july august september october november december
jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday
saturday sunday spring summer autumn winter christmas easter
barking dagenham barnet barnsley bath bedford bedfordshire berkshire bexley birmingham
blackburn blackpool bolton bournemouth bracknell bradford brent brighton bristol bromley
buckinghamshire bury calderdale cambridgeshire camden cheshire christchurch cornwall
coventry croydon cumberland cumbria darlington darwen derby derbyshire devon doncaster
dorset dudley durham ealing enfield essex forest gateshead gloucestershire greenwich
hackney halton hammersmith fulham hampshire haringey harrow hartlepool havering
herefordshire hertfordshire hillingdon hounslow hove hull humber humberside islington
kensington chelsea kent kingston kirklees knowsley lambeth lancashire leeds leicester
leicestershire lewisham lincolnshire liverpool london luton manchester medway merton
merseyside middlesbrough milton keynes newcastle newham norfolk northamptonshire
northumberland nottingham nottinghamshire oldham oxfordshire peterborough plymouth poole
portsmouth reading redbridge redcar cleveland richmond rochdale rotherham rutland salford
sandwell sefton sheffield shropshire slough solihull somerset southampton southend
southwark staffordshire stockport stockton stoke suffolk sunderland surrey sussex sutton
swindon tameside telford wrekin thurrock torbay torquay paignton brixham trafford
tyneside wakefield walsall waltham wandsworth warrington warwickshire westminster
westmorland wigan wight wiltshire windsor maidenhead wirral wokingham wolverhampton
worcestershire york yorkshire thames tyne tees
"""
ALSO_NAMES = frozenset(_SOMETIMES.split())
